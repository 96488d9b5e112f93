"""Is everything there that the law wants in the letter, written to its end, and does it say something?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.cases.rules.letters import BY_THE_SYSTEM
from huiyin.law.letters import elements_of
from huiyin.law.parameters import Law

_NOTHING = re.compile(
    r"[\s。，、.,;；:：()（）\[\]【】—\-_/／…]*(?:无|略|同上|待补|待定|暂无)?[\s。，、.,;；:：()（）\[\]【】—\-_/／…]*"
)
_BLANK = re.compile(
    r"[×ｘＸxX]{2,}|_{2,}|＿{2,}|…{2,}|\.{4,}|【\s*】|（\s*）|\(\s*\)|[○□]{2,}|待填|待补充|此处填"
)
_OPEN_END = re.compile(r"(?:[:：，、,]|如下|理由是|原因是)\s*$")
_SHORT = 16  # characters; fewer tell no reader who did what, when, and how one knows
_TELLS = frozenset({"findings", "investigation"})


def says_nothing(text: str) -> bool:
    """Return whether an element is empty, or filled with no more than a stroke or the word for nothing."""
    return bool(_NOTHING.fullmatch(text))


def missing(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield what the law, or the published form, wants in the letter and it does not say."""
    for element in elements_of(file.kind, law, file.today):
        if element.code in BY_THE_SYSTEM or not says_nothing(content.get(element.code, "")):
            continue
        weight = Weight.ASK if element.room else Weight.MUST
        fresh = file.fresh.get(element.code, "")
        yield Finding("missing", element.code, weight, element.citation, suggest=fresh)


# What a letter of a kind decides: where that stands, and the words it cannot be without.
_DECIDES: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "acceptance": ("acceptance", re.compile(r"(?<!不)(?<!不予)(?<!未)受理")),
    "extension": ("days", re.compile(r"延长|延期")),
}


def undecided(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield the element of a notice that should say what is decided, and does not."""
    name, words = _DECIDES.get(file.kind, ("", _BLANK))
    text = content.get(name, "")
    if name and not says_nothing(text) and not words.search(text):
        where = {e.code: e.citation for e in elements_of(file.kind, law, file.today)}[name]
        yield Finding("undecided", name, Weight.MUST, where, suggest=file.fresh.get(name, ""))


def unfinished(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield places left to be filled in, and elements that stop before they say what they announce."""
    for name, text in content.items():
        if blank := _BLANK.search(text):
            yield Finding("blank", name, Weight.ASK, file.basis, {"said": blank.group()})
        elif _OPEN_END.search(text.strip()):
            yield Finding("open_end", name, Weight.ASK, file.basis)


def thin(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield facts and investigations told in so few words that nobody learns anything from them."""
    for name in sorted(_TELLS & content.keys()):
        text = content[name].strip()
        if not says_nothing(text) and len(text) < _SHORT:
            yield Finding("thin", name, Weight.HINT, file.basis, {"length": len(text)})
