"""The migrations of the hub's database: one line of history."""
