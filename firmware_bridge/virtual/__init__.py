"""Devices that exist only in this process, one file per family; they use its own encoders."""
