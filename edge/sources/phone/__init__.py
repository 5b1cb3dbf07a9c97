"""A phone in an arm band as a watch: its browser sends what it measures, and no app is needed."""
