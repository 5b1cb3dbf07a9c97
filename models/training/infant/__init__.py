"""Training of the ensemble of graph networks that judge infants."""
