"""Decisions of the reception, pure: the desk, service that is difficult, grave and urgent events."""
