"""The public programming interface: thin, over the same services and queries as the pages."""
