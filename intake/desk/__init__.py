"""The desk: what the programme's staff do with what comes in, on pages of their own."""
