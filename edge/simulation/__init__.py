"""The simulated patient in place of a person; everything made from here says so."""
