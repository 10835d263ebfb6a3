"""Bytes on disk ⇄ plain values with positions."""
