"""Tables of the exchange with other systems."""
