"""The translators' room: languages, what is missing or outdated, exchange files, and writing."""
