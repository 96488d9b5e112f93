"""Personal names where a petition says that it names somebody."""

import re
from collections.abc import Iterator, Sequence

from huiyin.text.redact.found import Spot, Spots
from huiyin.text.redact.naming import (
    FOLLOWS_A_NAME,
    FULL,
    LIGHT,
    NO_GIVEN_NAME,
    all_ideographs,
    is_word,
    light_name,
    name_at,
    nameless,
    titled,
    whole_name,
)
from huiyin.text.redact.surnames import DOUBLE, HARD, SINGLE, SMALL, STOPPED
from huiyin.text.redact.words import ANNOUNCERS, AROUND, KIN, TITLES

_H = "\u4e00-\u9fff"
_CALLED = re.compile(r"叫(?:做|作)?(?![了苦救他她你您它天])")
_WHO_IS_CALLED = re.compile(r"(?:我|名|字|人|位|个|他|她|本人|老板|厂长|队长|自称|真|的)$")
_LEAD = re.compile(r"(?:姓名)?(?:[: ]|名叫|真名|叫做?|是|为)*")
_AMONG = re.compile(
    rf"[跟给找被向替帮请让问的是有告下由人员者师友医里与和,。;!?\n在](?=[{''.join(sorted(SINGLE - SMALL))}])"
)
_MEANT = re.compile(r"(?:[(,]?(?:男|女)[,)。]|等\d+人)")
_LINE = re.compile(rf"(?:^|\n) *([{_H}]{{2,4}})(?=[: ]{{0,2}}(?:\n|:))")
_RESPECTS = re.compile(r"(?:敬上|敬启|敬呈|谨上|呈上|上)\s*$")
_OPEN = re.compile(r"[,。;!?\n:()（\"“”、 <>]|[的由是和与找叫给向对让被到跟请因而但据把同为及系即问位]$")
_SEPARATED = re.compile(r"(?:[、,/ ]|和|与|及|以及){1,2}")

Around = Sequence[tuple[int, list[str]]]


def names(text: str, spots: Spots) -> Iterator[Spot]:
    """Yield the names of persons that words around them announce; each again wherever it stands."""
    found: dict[str, float] = {}
    around = list(AROUND.hits(text))
    yield from _remember(text, found, _announced(text, around))
    yield from _remember(text, found, _before_titles(text, around, spots))
    yield from _remember(text, found, _signed(text))
    yield from _remember(text, found, _transliterated(text))
    for name, sure in found.items():
        at = text.find(name)
        while at >= 0:
            yield Spot("name", at, at + len(name), sure)
            at = text.find(name, at + len(name))


def _remember(text: str, found: dict[str, float], spots: Iterator[Spot]) -> Iterator[Spot]:
    for spot in spots:
        yield spot
        last = spot
        while sep := _SEPARATED.match(text, last.end):  # one name leads to the next: 张三、李四和王五
            width = name_at(text, sep.end(), sure=False) or _listed(text, sep)
            if not width:
                break
            last = Spot("name", sep.end(), sep.end() + width, 0.75)
            yield last
            found.setdefault(text[last.start : last.end], last.confidence)
        name = text[spot.start : spot.end]
        if len(name) >= LIGHT or (spot.confidence > 0.8 and not is_word(name)):  # noqa: PLR2004 - announced
            found.setdefault(name, spot.confidence)


def _listed(text: str, sep: re.Match[str]) -> int:
    """Return the width of what stands like a name between names: after 、 and before another stop."""
    at = sep.end()
    if (
        "、" not in sep.group()
        or text[at : at + 1] not in SINGLE
        or text[at] in HARD
        or text[at : at + 2] in STOPPED
    ):
        return 0
    match = re.compile(rf"[{_H}]{{2,3}}?(?=[,。、;\n]|等[\d一二三四五六七八九十人]|$)").match(text, at)
    return (
        0 if not match or match.group()[-1] in NO_GIVEN_NAME or "某" in match.group() else len(match.group())
    )


def _announced(text: str, around: Around) -> Iterator[Spot]:
    for called in _CALLED.finditer(text):
        if _WHO_IS_CALLED.search(text[max(0, called.start() - 2) : called.start()]):
            at = called.end()
            if width := name_at(text, at, sure=True) or nameless(text, at):
                yield Spot("name", at, at + width, 0.95)
    for start, there in around:
        announcer = next((word for word in there if word in ANNOUNCERS), None)
        if announcer is None:
            continue
        end = start + len(announcer)
        lead = _LEAD.match(text, end)
        at = lead.end() if lead else end
        sure = at > end and text[at - 1] in ": 叫" and text[end - 1] not in "是系"
        width = name_at(text, at, sure=sure) or _kin_name(text, start, at)
        if width:
            yield Spot("name", at, at + width, 0.95 if sure else 0.8)
    yield from _among(text)


def _among(text: str) -> Iterator[Spot]:
    """Yield names that the segmenter knows as such, after a small word or a stop."""
    for cue in _AMONG.finditer(text):
        at = cue.end()
        if text[at : at + 2] in STOPPED:
            continue
        if cue.group()[0] == "在" and text[at + LIGHT : at + LIGHT + 2] != "承包":
            continue
        if titled(text, at + 1):
            continue
        width = light_name(text, at, loud=cue.group() not in ",。;!?\n")
        if width:
            yield Spot("name", at, at + width, 0.7)


def _kin_name(text: str, start: int, at: int) -> int:
    """Return the width of what stands after 我女婿 and the like, be it a word besides: 富强, 幸福."""
    kin = text[start] in "我他她" or text[start - 1 : start] in ("我", "他", "她")
    if not kin or text[start:at] not in KIN or text[at : at + 1] in HARD:
        return 0
    return name_at(text, at, sure=True)


def _before_titles(text: str, around: Around, spots: Spots) -> Iterator[Spot]:
    ends = [start for start, there in around if not TITLES.isdisjoint(there)]
    ends += [m.start() for m in _MEANT.finditer(text)]
    ends += [s.start for s in spots if s.kind in ("mobile", "id")]
    for after in ends:
        start = max(0, after - 4)
        end = start + len(text[start:after].rstrip(" (:,"))
        for width in (LIGHT, 2, FULL):
            start = end - width
            if start < 0 or not all_ideographs(text[start:end], width):
                continue
            if width == FULL and text[start : start + 2] not in DOUBLE:
                continue
            if start and not _OPEN.match(text[start - 1]):
                continue
            if whole_name(text, start, width):
                yield Spot("name", start, end, 0.8)
                break


def _signed(text: str) -> Iterator[Spot]:
    """Yield the name that stands alone at the end, before a date or a telephone, or on a line of its own."""
    for line in _LINE.finditer(text[:400]):
        if whole_name(text, line.start(1), len(line[1])):
            yield Spot("name", *line.span(1), 0.85)
    text = _RESPECTS.sub("", text)
    tail = max(0, len(text) - 90)
    pieces = list(re.compile(rf"[{_H}0-9*\-./年月日:]+").finditer(text, tail))
    for piece in reversed(pieces[-6:]):
        said = piece.group().rstrip(":")
        if re.fullmatch(
            r"[0-9*\-./年月日:零一二三四五六七八九十]+|(?:联系)?(?:电话|手机)[:0-9*\-]*|此致|敬礼|即日", said
        ):
            continue
        if 1 < len(said) <= FULL and whole_name(text, piece.start(), len(said)):
            before = text[piece.start() - 1 : piece.start()]
            if piece.start() > tail and before in "\n。!?; ~—…":
                yield Spot("name", piece.start(), piece.start() + len(said), 0.85)
        return


def _transliterated(text: str) -> Iterator[Spot]:
    for dot in re.finditer("·", text):
        before = re.compile(rf"(?:.*(?:叫|是|人|为|名|[,。:、]|的))?([{_H}]{{2,6}})$", re.DOTALL).match(
            text[max(0, dot.start() - 8) : dot.start()]
        )
        after = re.compile(rf"[{_H}]{{2,6}}?(?={FOLLOWS_A_NAME.pattern})").match(text, dot.end())
        if before and after and "某" not in before[1] + after.group() and not is_word(before[1]):
            yield Spot("name", dot.start() - len(before[1]), after.end(), 0.9)
