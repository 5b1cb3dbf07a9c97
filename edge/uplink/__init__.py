"""From the outbox to the therapist's hub, outside of sessions."""
