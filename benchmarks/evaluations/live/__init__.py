"""Whether the live picture agrees with what simulated patients do."""
