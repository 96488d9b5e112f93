"""Reads of petitions and matters, always scoped to what the actor may see; frozen rows only."""
