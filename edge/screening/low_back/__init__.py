"""Low back: from the measurements of a filmed bend to an answer with its reasons, or to none."""
