"""Writes of the exchange with other systems."""
