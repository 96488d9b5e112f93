"""Topics on the workbench: what gathers now, and the matters of one."""
