"""What the command line shows a person at a terminal: lines, tables, progress, JSON."""
