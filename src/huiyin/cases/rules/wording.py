"""How an agency words a part of a letter: what its words must say, and filling in what the record knows."""

import re
from collections.abc import Mapping
from typing import Any

from huiyin.base.errors import Invalid

MOST = 1_000
# What every letter knows of its matter, so that any part may say it.
EVERYWHERE = (
    "headline",
    "petition_number",
    "received_day",
    "channel_name",
    "office_name",
)
_PLACE = re.compile(r"\{([a-z_]+)\}")


def places(text: str) -> tuple[str, ...]:
    """Return what a text leaves to be filled in, each once, in its order."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def filled_in(text: str, known: Mapping[str, Any]) -> str:
    """Return a text with what the record knows in its places."""
    return _PLACE.sub(lambda found: str(known.get(found[1], "")), text)


def checked(text: str, usual: str) -> str:
    """Return an agency's words for a part of a letter, as they are kept.

    Raises Invalid when they lack what the usual words fill in, for the law wants that said; when they want
    filled in what nobody knows; when a brace stands alone.
    """
    text = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if len(text) > MOST:
        raise Invalid("orgs.too_long", field="text", most=MOST)
    if not text:
        return ""
    wanted, said = places(usual), places(text)
    if lacking := [f"{{{name}}}" for name in wanted if name not in said]:
        raise Invalid("cases.words_lack", field="text", places=tuple(lacking))
    if strange := [f"{{{name}}}" for name in said if name not in {*wanted, *EVERYWHERE}]:
        raise Invalid("cases.words_unknown", field="text", places=tuple(strange))
    if set("{}") & set(_PLACE.sub("", text)):
        raise Invalid("cases.words_brace", field="text")
    return text
