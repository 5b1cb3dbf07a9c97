"""Infants who lie on their back and move by known laws, and the camera and tracker that see them.

Everybody is simulated. Sizes and speeds follow twelve rendered recordings (MINI-RGBD, after a
6 Hz low-pass) within about a fifth; differences between the classes are laws, not findings.
"""
