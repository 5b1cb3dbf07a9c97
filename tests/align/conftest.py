"""The first call compiles: hypothesis must not take that for an unreliable test."""

from hypothesis import settings

settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")
