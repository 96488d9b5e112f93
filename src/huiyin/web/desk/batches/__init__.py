"""Doing one thing to many matters: chosen on a list, looked through, done, with its result."""
