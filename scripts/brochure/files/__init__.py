"""Reads and writes files: bytes on disk, plain values with positions."""
