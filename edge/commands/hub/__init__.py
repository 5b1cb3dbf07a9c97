"""`physio hub …`: the commands of the clinic's side."""
