"""The patient's live page: what is shown, how it looks, and the server that shows it."""
