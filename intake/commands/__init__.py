"""What the command ``intake`` does, beside running the service."""
