"""Monitoring for operators: whether anything can be stored, and metrics."""
