"""The hub's port: who may speak, what is said, and the loop that stores before it answers."""
