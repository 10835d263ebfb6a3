"""Asks other sites whether the addresses to which this one leads still exist, when told to."""
