"""Skeletons of infants as trackers write them, brought to the 19 keypoints of the networks."""
