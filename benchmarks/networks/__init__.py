"""Questions of speed about the catalogue of networks."""
