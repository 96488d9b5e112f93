"""Pure decisions of the reception."""
