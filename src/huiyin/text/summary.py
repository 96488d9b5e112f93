"""One short line that says what a petition is about, safe to show in a list."""

import re

from huiyin.text.normalise import normalise
from huiyin.text.redact import redact

LONGEST = 40
_SAYS_SOMETHING = 4  # characters; shorter is a greeting or a sigh
_LONGEST_ADDRESS = (
    30  # characters of a line that only says to whom, or what comes: "市劳动监察支队：", "情况如下："
)
_FIRST, _READ = 300, 4000  # characters looked at: where nearly every text has said something, and at most
_STOPS = re.compile(r"[。！!？?；;\n]+")
_EDGES = " ,，:：、—-·.…"
_GREETING = re.compile(
    r"(?:(?:尊敬|敬爱|亲爱)的[^,，:：]{0,20}[,，:：]?"
    r"|(?:各位|各级)?(?:领导|书记|市长|县长|局长|厅长|主任|同志)们?(?:您们?好|你们?好|好)?[,，:：]+|(?:您|你)们?好[,，:：]?"
    r"|我(?:要|想|来)?(?:咨询|反映|投诉)(?:一下)?[,，:：]+)\s*"
)


def headline(text: str, title: str = "") -> str:
    """Return at most 40 redacted characters: the title, or else the first sentence that says something."""
    line = _first_saying(title) or _first_saying(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _first_saying(source: str) -> str:
    if len(source) > _FIRST:
        # The last piece is left out: the cut may go through a number, which is then not known as one.
        said = _saying(_pieces(source[:_FIRST])[:-1])
        if said:
            return said
    pieces = _pieces(source[:_READ])
    return _saying(pieces) or next((p for p in pieces if p), "")


def _pieces(source: str) -> list[str]:
    return [" ".join(p.split()) for p in _STOPS.split(_visible(redact(source)))]


def _saying(pieces: list[str]) -> str:
    told = (p for p in pieces if not (p.endswith(("：", ":")) and len(p) <= _LONGEST_ADDRESS))
    return next((s for s in map(_without_greeting, told) if len(s) >= _SAYS_SOMETHING), "")


def _without_greeting(sentence: str) -> str:
    rest = sentence
    while greeting := _GREETING.match(rest):
        rest = rest[greeting.end() :]
    return rest.strip(_EDGES)


def _visible(text: str) -> str:
    """Return the text without mark-up and invisible characters, in the width it was typed."""
    normal = normalise(text)
    kept = []
    for at, character in enumerate(normal.text):
        first, last = normal.back(at, at + 1)
        kept.append(character if character in " \n" else text[first:last])
    return "".join(kept)
