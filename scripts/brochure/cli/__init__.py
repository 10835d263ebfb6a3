"""The command ``brochure``: arguments in, text out."""
