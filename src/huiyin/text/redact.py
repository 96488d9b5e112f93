"""Masks what points to one person: telephone, identity and bank numbers, e-mail."""

import re

from huiyin.text.normalise import Normal, normalise

_B = r"(?<![0-9])"
_E = r"(?![0-9])"
_SEP = r"[ \-]?"
_BORN_SHORT = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN = rf"(?:19|20){_BORN_SHORT}"
_PATTERNS = re.compile(
    "|".join(
        (
            r"(?P<email>[a-z0-9][a-z0-9._%+\-]{0,63}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,3})",
            rf"(?P<id>{_B}[1-9]\d{{5}}{_SEP}{_BORN}{_SEP}\d{{3}}[\dx](?![0-9a-z]))",
            rf"(?P<oldid>{_B}[1-9]\d{{5}}{_BORN_SHORT}\d{{3}}{_E})",
            rf"(?P<card>{_B}[3-9]\d{{3}}{_SEP}\d{{4}}{_SEP}\d{{4}}{_SEP}\d{{3,4}}(?:{_SEP}\d{{1,4}})?{_E})",
            rf"(?P<mobile>(?:(?:\+|00)86[ \-]?|{_B})1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}{_E})",
            rf"(?P<landline>{_B}\(?0[1-9]\d{{1,2}}\)?[ \-]?[2-9]\d{{2,3}}{_SEP}\d{{4}}{_E})",
            r"(?P<passport>(?<![0-9a-z])[egdsph]\d{8}(?![0-9a-z]))",
            r"(?P<chat>(?:微信号?|qq号?|wx|vx)[:为是 ]{0,2}(?=[a-z0-9])[a-z0-9_\-]{5,20})",
            rf"(?P<local>(?:电话|手机|致电|拨打|联系)[^0-9\n]{{0,6}}{_B}[2-9]\d{{2,3}}{_SEP}\d{{4}}{_E})",
        )
    )
)
_CHAT_LABEL = re.compile(r"(?:微信号?|qq号?|wx|vx)[:：为是\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9a-z０-９Ａ-Ｚａ-ｚA-Z]")
_KEEP = {"mobile": (3, 2), "landline": (3, 0), "id": (2, 0), "oldid": (2, 0), "card": (0, 4)}


def redact(text: str) -> str:
    """Return the text with telephone, identity, passport, card and chat numbers and e-mail masked by *."""
    normal = normalise(text)
    pieces: list[str] = []
    at = 0
    for start, end, kind in _found(normal):
        pieces += [text[at:start], _masked(text[start:end], kind)]
        at = end
    return "".join([*pieces, text[at:]])


def _found(normal: Normal) -> list[tuple[int, int, str]]:
    return [(*normal.back(m.start(), m.end()), m.lastgroup or "") for m in _PATTERNS.finditer(normal.text)]


def _masked(seen: str, kind: str) -> str:
    if kind == "email":
        return "*" * 4 + "@" + "*" * 4
    if kind == "chat":
        label = _CHAT_LABEL.match(seen)
        return seen[: label.end()] + "*" * (len(seen) - label.end()) if label else "*" * len(seen)
    first, last = _KEEP.get(kind, (0, 0))
    total = len(_DIGITS.findall(seen))
    count = 0
    out: list[str] = []
    for character in seen:
        if _DIGITS.match(character):
            count += 1
            out.append(character if count <= first or count > total - last else "*")
        else:
            out.append(character)
    return "".join(out)
