"""What every page in a browser is built and served with: the patient's and the clinic's."""
