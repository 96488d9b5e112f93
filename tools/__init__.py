"""Tools of development: run by make, never part of the product."""
