"""One string at a time: no files, no site."""
