"""The same job of four processes on different transports."""
