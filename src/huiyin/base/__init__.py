"""The ground floor: citation, clock, errors, identifiers. Nothing here knows Django or the database."""
