"""Functions on single strings, without files or the site."""
