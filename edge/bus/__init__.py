"""How messages travel between the processes: codec, queue policies, ports and the host clock."""
