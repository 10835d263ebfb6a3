"""The pages of the form: from a browser's request to the answer."""
