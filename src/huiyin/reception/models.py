"""Tables of the reception."""
