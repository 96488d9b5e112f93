"""Administration by forms: offices, people, calendars, limits, words of letters, and what was changed."""
