"""Questions of speed, one module each."""
