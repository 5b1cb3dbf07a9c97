"""The drawn body: joint angles fitted to the watch, and figures made of them."""
