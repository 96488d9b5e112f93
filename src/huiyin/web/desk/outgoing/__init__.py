"""Letters on their way out: those to sign, those of a day to print, and the numbers given out."""
