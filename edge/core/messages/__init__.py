"""The messages that the processes exchange: one frozen dataclass each."""
