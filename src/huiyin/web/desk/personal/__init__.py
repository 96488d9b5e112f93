"""Pages of personal data: the copy of what is held, erasing it, what is due."""
