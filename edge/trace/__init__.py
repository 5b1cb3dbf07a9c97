"""Where the time goes: spans, counters and events of all processes, as a Chrome trace."""
