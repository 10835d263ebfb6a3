"""The settings: where they are found, what each may be, and which servers they name."""
