"""The therapist's side: what patients' machines send is stored, and plans are sent back."""
