"""The shared vocabulary: messages, exercises, arrays, the contract of a stage."""
