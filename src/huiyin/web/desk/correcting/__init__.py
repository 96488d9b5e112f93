"""Pages for setting an act right."""
