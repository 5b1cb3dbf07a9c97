"""Networks: the catalogue of exported files, what prepares their inputs, and their training."""
