"""The intake morning: one unsorted matter after the other, its text beside what is proposed."""
