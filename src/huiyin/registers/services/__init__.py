"""Writes to the registers: load, check with the rules, append, record."""
