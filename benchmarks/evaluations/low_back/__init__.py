"""Questions about simulated people with low-back pain: how well their groups can be told apart."""
