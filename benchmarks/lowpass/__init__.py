"""Questions of speed about the low-pass."""
