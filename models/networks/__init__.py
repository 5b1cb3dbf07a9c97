"""Definitions of the networks in PyTorch (extra `train`); what runs live are exported files."""
