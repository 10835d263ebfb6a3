"""Checks built sites: it trusts no generator and reads what browsers would be sent.

``run`` reads a folder into a ``BuiltSite`` once, and asks each rule of ``rules/`` for problems.
"""
