"""The page of a live screening: somebody is guided through bends before a camera."""
