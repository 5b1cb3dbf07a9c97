"""The processes of the graph: what is around each stage, and who sends what to whom."""
