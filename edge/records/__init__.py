"""What is kept on this machine: plans, references, calibrations, histories, recordings."""
