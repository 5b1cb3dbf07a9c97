"""The clinic's hub under load: what it takes in, and how soon it shows who needs attention."""
