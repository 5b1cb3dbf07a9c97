"""The formats of other apps, one file each."""
