"""Questions of speed about messages between processes."""
