"""The engine room: everything that knows MkDocs. The generator itself does not."""
