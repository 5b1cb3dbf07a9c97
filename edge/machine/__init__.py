"""What machine this is and how it does: versions, processor, temperature, power."""
