"""Definitions of the networks in PyTorch (`make train`); what runs live are exported files."""
