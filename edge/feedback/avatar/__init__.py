"""The avatar: which pose of the body explains what the watch on the wrist shows."""
