"""Export of the infants' networks, and of what an ensemble is compared with."""
