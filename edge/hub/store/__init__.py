"""The hub's database: one schema for SQLite and PostgreSQL, and all that is done with it."""
