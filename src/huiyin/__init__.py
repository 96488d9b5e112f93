"""Huiyin (回音): from answering petitions one by one to curing what causes them."""

__version__ = "0.1.0"
