"""Physio Edge: real-time feedback on therapeutic exercise, on the patient's own machine."""
