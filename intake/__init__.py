"""The service behind the form: it receives, keeps, acknowledges, and hands over to staff."""
