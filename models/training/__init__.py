"""Training of the networks in PyTorch (extra `train`)."""
