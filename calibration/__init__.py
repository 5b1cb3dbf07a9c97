"""Relates sensors to bodies, places and clocks."""
