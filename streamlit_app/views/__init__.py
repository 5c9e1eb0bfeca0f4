"""One module per page; a view lays out what the other modules read, work out and draw."""
