"""The tests, in packages that mirror the project's."""
