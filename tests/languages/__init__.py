"""Tests of languages that are added, incomplete, outdated, made by machine, or many."""
