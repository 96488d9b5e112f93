"""The clocks of other channels on the workbench."""
