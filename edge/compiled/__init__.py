"""Functions that Numba compiles at their first use ever; what it made is kept on disk, checked."""
