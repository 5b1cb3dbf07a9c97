"""Cohorts of simulated people with low-back pain: filmed, measured, kept, and told apart."""
