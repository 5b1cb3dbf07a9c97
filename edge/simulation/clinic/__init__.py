"""The patients of a simulated clinic, as its hub knows them: none of them is a person."""
