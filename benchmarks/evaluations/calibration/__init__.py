"""Whether each calibration finds what is true of simulated people, and knows how well it does."""
