"""Watches and phones whose apps send over the network: `wifi:APP@ADDRESS:PORT`."""
