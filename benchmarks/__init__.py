"""Measures this project against stock Material for MkDocs with static-i18n, side by side."""
