"""Training of the networks in PyTorch (`make train`)."""
