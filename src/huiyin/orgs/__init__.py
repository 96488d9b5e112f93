"""The agency: areas, offices, staff, and who may see and do what."""
