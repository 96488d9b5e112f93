"""Lists narrowed by several conditions at once: read from the address, shown as chips, kept under a name."""
