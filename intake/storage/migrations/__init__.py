"""The database's layout: what it is, how it changes from one version to the next, in order."""
