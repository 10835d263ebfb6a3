"""What templates can use."""
