"""The portal for the people and the workbench for the staff: thin pages over services and queries."""
