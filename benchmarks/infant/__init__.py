"""What the infants' networks cost."""
