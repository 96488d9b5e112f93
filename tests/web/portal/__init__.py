"""Pages in a test browser that speaks HTTP: what they show, ask and refuse."""
