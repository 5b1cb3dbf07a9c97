"""Questions of accuracy, one module each."""
