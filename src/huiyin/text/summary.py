"""One short line that says what a petition is about, safe to show in a list."""

import re

from huiyin.text.normalise import normalise
from huiyin.text.redact import redact

LONGEST = 40
_GREETING = re.compile(
    r"^(?:(?:尊敬的|敬爱的)[^。!?\n,:，]{0,20}[,:，!]*|(?:各位)?(?:领导|书记|市长|县长|局长|主任)(?:您好|你好|们好|好)?[,:!]*"
    r"|(?:您好|你好|领导好)[,:!。]*|我(?:要|想|来)(?:咨询|反映|投诉)(?:一下)?[,:]*)+"
)
_STOPS = re.compile(r"[。!?;\n]")


def headline(text: str, title: str = "") -> str:
    """Return at most 40 redacted characters: the title, or else the first sentence that says something."""
    for source in (title, text):
        line = _first_saying(source)
        if line:
            return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return ""


def _first_saying(source: str) -> str:
    clean = " ".join(_visible(redact(source[:4000])).split("\n"))
    for piece in _STOPS.split(clean):
        said = _GREETING.sub("", piece.strip()).strip(" ,，:：、")
        if len(said) >= 4:  # noqa: PLR2004 - shorter is a greeting or a sigh
            return said
    return _GREETING.sub("", clean.strip()).strip(" ,:、") or clean.strip()


def _visible(text: str) -> str:
    """Return the text without mark-up and invisible characters, in the width it was typed."""
    normal = normalise(text)
    kept = []
    for i, character in enumerate(normal.text):
        first, last = normal.back(i, i + 1)
        kept.append(character if character in " \n" else text[first:last])
    return "".join(kept).strip()
