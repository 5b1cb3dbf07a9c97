"""Questions of speed about whole sessions."""
