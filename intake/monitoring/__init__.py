"""What operators are told: whether anything can be kept, and figures."""
