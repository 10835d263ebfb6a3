"""The loaded site, its units, and how it is loaded."""
