"""One session from plan to summary: live, replayed, or driven by a program."""
