"""The service behind the form: it receives, stores and acknowledges submissions for staff."""
