"""Mails: their words, whose turn it is, and the conversation with the mail server."""
