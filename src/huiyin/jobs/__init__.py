"""Work that no visitor waits for: one timetable, one worker, every job harmless to repeat."""
