"""Plain words: official terms explained, and how hard a text is to read, with what would make it easier."""

from huiyin.text.plain.glossary import Term, TermFound, find_terms, terms
from huiyin.text.plain.readability import Hint, Readability, readability

__all__ = ["Hint", "Readability", "Term", "TermFound", "find_terms", "readability", "terms"]
