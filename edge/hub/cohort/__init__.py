"""A clinic's sessions as tables for groups of patients: under codes alone, of those who agreed."""
