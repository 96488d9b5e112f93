"""Surnames, and the everyday words that begin with one."""

from huiyin.text.redact.lists import words

_FILE = "surnames.txt"
SINGLE, SMALL, HARD = (frozenset("".join(words(_FILE, name))) for name in ("single", "small", "hard"))
DOUBLE = frozenset(words(_FILE, "double"))
STOPPED = frozenset(words(_FILE, "not-names"))
