"""Petitions, matters, acts, letters, service, feedback: the spine of the system."""
