"""What a petition says: kind, nature, path, place, amounts, dates, requests, signs, each with evidence."""

from huiyin.text.places import Place
from huiyin.text.redact import redact
from huiyin.text.summary import headline
from huiyin.text.understanding import Understanding, understand

__all__ = ["Place", "Understanding", "headline", "redact", "understand"]
