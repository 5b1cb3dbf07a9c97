"""Many recordings of sessions, replayed on one machine or on a cluster."""
