"""Everything that reports problems on a loaded site."""
