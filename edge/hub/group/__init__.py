"""A clinic's hub as an edge of its group's hub: the same exchange, pseudonyms alone."""
