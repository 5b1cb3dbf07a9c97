"""Questions of speed about a network's explanation."""
