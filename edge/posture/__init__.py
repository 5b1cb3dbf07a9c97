"""The body as the camera sees it: tracks, angles, spine, silhouettes, motion features."""
