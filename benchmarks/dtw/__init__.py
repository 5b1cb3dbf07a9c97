"""Questions of speed about alignment."""
