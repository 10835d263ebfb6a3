"""One module for each layout, in order. None is changed once it has been released."""
