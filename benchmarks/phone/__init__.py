"""Questions of speed about a phone's browser as the watch."""
