"""The commands of `physio`, one module each; `edge.cli` mounts them."""
