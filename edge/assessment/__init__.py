"""What is made of one repetition beside its reference: measures, findings, explanations."""
