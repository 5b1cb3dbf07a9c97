"""Live pages: what all of them share, how they look, and the server that shows them."""
