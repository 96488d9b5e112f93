"""Reads of the reception, each scoped to what the actor may see."""
