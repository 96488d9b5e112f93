"""Writes to petitions and matters: load, check with the rules, append, record."""
