"""Every sentence that a patient or a therapist reads or hears, in each language."""
