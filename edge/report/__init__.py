"""What is handed out after a session: one self-contained page."""
