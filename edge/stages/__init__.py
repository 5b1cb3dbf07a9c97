"""The stages between sensor and page: plain objects that take a message and return messages."""
