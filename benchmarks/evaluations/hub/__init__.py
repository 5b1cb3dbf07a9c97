"""Whether a hub ends up with what machines sent, whatever happens and in whatever order."""
