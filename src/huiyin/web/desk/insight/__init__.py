"""Insight on the workbench: where conflict gathers, what is unusual and why, and whether it was right."""
