"""Attempts to get round the safeguards: each was possible once."""
