"""What a repetition is worth and what to say about it: scores, lean, words, summaries; pure."""
