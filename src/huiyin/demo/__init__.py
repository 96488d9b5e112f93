"""The invented agency of `huiyin demo`: its data, and how it is played into an empty installation."""
