"""Tests of the rules on wording."""
