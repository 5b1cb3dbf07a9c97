"""Questions of speed about the page in the browser."""
