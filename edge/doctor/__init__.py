"""What on a machine will not work, and what to do about it, one function for each thing."""
