"""What a patient's machine and a therapist's hub say to each other; both sides read it here."""
