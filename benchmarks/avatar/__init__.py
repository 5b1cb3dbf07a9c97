"""Questions of speed about the drawn person."""
