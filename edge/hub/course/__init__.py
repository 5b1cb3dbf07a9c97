"""A patient's course as the clinic sees it: sessions, ranges, days, what recurs, pain."""
