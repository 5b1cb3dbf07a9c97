"""The therapist's pages: the door in front of them, and what stands on each."""
