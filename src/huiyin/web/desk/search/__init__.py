"""Searching matters and showing similar ones."""
