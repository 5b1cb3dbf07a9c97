"""How far the infants' networks and the figures about them can be believed."""
