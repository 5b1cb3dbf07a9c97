"""Which joints a network of infants looks at, and whether that is true: maps, top-k, what-if."""
