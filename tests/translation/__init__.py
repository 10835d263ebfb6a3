"""The translators' commands: languages, status, what is outdated, exchange files."""
