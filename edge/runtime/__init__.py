"""What runs the graph: the supervisor, each process around its stage or service, their health."""
