"""The ten graph networks that judge windows of an infant's movement."""
