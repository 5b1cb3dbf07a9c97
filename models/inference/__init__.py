"""Networks at work: the catalogue, and what prepares repetitions and reads scores."""
