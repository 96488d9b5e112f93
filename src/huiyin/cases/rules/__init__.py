"""Pure decisions about petitions and matters."""
