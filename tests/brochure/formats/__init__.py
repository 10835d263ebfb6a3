"""Tests of translators' exchange files."""
