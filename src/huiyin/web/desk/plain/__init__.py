"""Plain words on the workbench: the answer sheet of a matter, and how easily a letter is understood."""
