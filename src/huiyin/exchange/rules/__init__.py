"""Pure decisions of the exchange with other systems."""
