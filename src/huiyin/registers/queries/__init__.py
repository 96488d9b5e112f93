"""Reads of the registers, always within the reach of whoever asks."""
