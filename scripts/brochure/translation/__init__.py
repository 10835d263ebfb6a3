"""Translations: languages, what is missing or outdated, exchange files, and applying new texts."""
