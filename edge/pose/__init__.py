"""Where the body is in a picture, whose body it is, and what can be said about the view."""
