"""A session as FHIR R4: what goes to another clinic's or hospital's record system."""
