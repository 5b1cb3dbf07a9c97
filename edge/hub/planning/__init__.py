"""A plan as it is written at the hub: its versions, a draft of the next one, what differs."""
