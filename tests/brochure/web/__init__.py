"""Tests of what asks other sites."""
