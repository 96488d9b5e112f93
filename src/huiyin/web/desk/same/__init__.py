"""The same matter on the workbench: proposals, joining and parting, answering everybody at once."""
