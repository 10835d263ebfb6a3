"""What operators are told: whether anything can be stored, and figures."""
