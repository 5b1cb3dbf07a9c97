"""Compiled alignment: arrays and scalars in, nothing checked. Read `recurrence` first."""
