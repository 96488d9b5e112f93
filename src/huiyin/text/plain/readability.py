"""How hard a letter is to read: difficulties that can be pointed at, counted per hundred characters.

What is counted follows what studies of Chinese readability found to matter, sentence length, rare words and
how much a sentence holds (Sung et al., CRIE: An automated analyzer for Chinese texts, Behavior Research
Methods 48 (2016), 1238-1251), and the principles of ISO 24495-1:2023 (plain language). Where a sentence
counts as long and from where a text counts as hard is our choice, not measured on readers: the figure helps
to compare two drafts and to find the spot to mend. It blocks nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from huiyin.base.messages import Message
from huiyin.text.plain.glossary import term_places
from huiyin.text.spans import Span

LONG, VERY_LONG = 60, 90  # characters of a sentence
MOST_CLAUSES = 5  # parts between commas
MOST_OF = 3  # 的 in one part
MOST_TITLES = 2  # documents named in a sentence
# Difficulties per hundred characters from which a text is fair, and hard: in 2,401 published replies of one
# site a quarter have less than the first, and a quarter more than the second.
FAIR, HARD = 1.7, 3.0
_SAID_MOST = 12  # hints of one kind that are listed

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_PART = re.compile(r"[^，,、：:（）()]+")
_CLAUSE_END = re.compile(r"[，,：:]")
_TITLE = re.compile(r"《[^《》]{2,60}》")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PASSIVE = re.compile(
    r"被(?!告|征地|抚养|保险|继承|派遣)[^，。；、\s]{1,4}|由[^，。；]{1,16}(?:予以|作出|负责)"
    r"|(?<![认因作])为[^，。；]{1,12}所(?![在有谓属涉需])"
)
_NOMINAL = re.compile(r"(?:作出|进行|开展|实施|加以|予以)(?:了)?[^，。；]{0,8}?(?:的)?[\u4e00-\u9fff]{2}")
_DOUBLE_NEGATIVE = re.compile(r"不得不|并非不|不无|未尝不|不是不|无不|不可不|非[^，。；]{1,6}不")
# After which a sentence can well be parted: what follows can begin one of its own.
_BEGINS = re.compile(r"但|而|同时|另外|此外|因此|所以|如果|对|您|我|该|经|根据|其中|并(?!非)|且|故|如|请|现")
_LEVEL_1_ENDS = 0xD7


@dataclass(frozen=True, slots=True)
class Hint:
    """One difficulty: where it stands, what it is, and what would make it easier."""

    span: Span
    what: Message


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a text is: `per_hundred` difficulties in a hundred characters, and what they are.

    `counts` says how many of each, `hints` where they stand; `level` is easy, fair or hard.
    """

    characters: int
    sentences: int
    average: int
    longest: int
    per_hundred: float
    level: str
    counts: Mapping[str, int]
    hints: tuple[Hint, ...]

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Return what makes the text hard, the most frequent first."""
        often = sorted(self.counts.items(), key=lambda pair: -pair[1])
        return tuple(Message(f"plain.reason.{code}", {"times": times}) for code, times in often)


def readability(text: str) -> Readability:
    """Return how hard a text is to read and what to mend; an empty text is easy."""
    said = [m for m in _SENTENCE.finditer(text) if _HAN.search(m.group())]
    hints = [hint for m in said for hint in _of_sentence(text, m)]
    hints += _of_words(text)
    counts: dict[str, int] = {}
    for hint in hints:
        code = hint.what.code.removeprefix("plain.hint.")
        counts[code] = counts.get(code, 0) + 1
    characters = len(_HAN.findall(text))
    lengths = [_length(m.group()) for m in said]
    figure = round(100 * len(hints) / characters, 1) if characters else 0.0
    level = "easy" if figure < FAIR else "fair" if figure < HARD else "hard"
    return Readability(
        characters=characters,
        sentences=len(said),
        average=round(sum(lengths) / len(lengths)) if lengths else 0,
        longest=max(lengths, default=0),
        per_hundred=figure,
        level=level,
        counts=counts,
        hints=_shown(hints),
    )


def _of_sentence(text: str, at: re.Match[str]) -> Iterator[Hint]:
    sentence, start = at.group(), at.start() + len(at.group()) - len(at.group().lstrip())
    length = _length(sentence)
    span = Span(start, at.end(), text[start : at.end()])
    if length > LONG:
        where = _parting(sentence)
        code = "split" if where else "very-long" if length > VERY_LONG else "long"
        yield Hint(span, Message(f"plain.hint.{code}", {"length": length, "at": where}))
    clauses = len(_CLAUSE_END.findall(sentence)) + 1
    if clauses > MOST_CLAUSES:
        yield Hint(span, Message("plain.hint.clauses", {"count": clauses}))
    titles = len(_TITLE.findall(sentence))
    if titles > MOST_TITLES:
        yield Hint(span, Message("plain.hint.titles", {"count": titles}))
    for part in _PART.finditer(sentence):
        if part.group().count("的") >= MOST_OF:
            yield _hint(text, at.start() + part.start(), at.start() + part.end(), "chain")


def _of_words(text: str) -> Iterator[Hint]:
    # A term is no difficulty here: it is explained under the letter where the petitioner reads it.
    covered = bytearray(len(text))
    for term in term_places(text):
        _cover(covered, term)
    for pattern, code in ((_PASSIVE, "passive"), (_NOMINAL, "nominal"), (_DOUBLE_NEGATIVE, "negative")):
        for hit in pattern.finditer(text):
            if not _inside(covered, hit):
                _cover(covered, hit)
                yield _hint(text, *hit.span(), code)
    words, plain = _official()
    for hit in words.finditer(text):
        if not _inside(covered, hit):
            said = plain[hit.group()]
            code = "leave-out" if not said else "say-which" if said.startswith("（") else "official"
            params = {"word": hit.group(), "plain": said.strip("（）")}
            yield Hint(Span(*hit.span(), hit.group()), Message(f"plain.hint.{code}", params))
    for hit in _HAN.finditer(text):
        if _rare(hit.group()):
            yield _hint(text, *hit.span(), "rare")


def _cover(covered: bytearray, hit: re.Match[str]) -> None:
    covered[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())


def _inside(covered: bytearray, hit: re.Match[str]) -> bool:
    return covered.find(0, hit.start(), hit.end()) < 0


def _hint(text: str, start: int, end: int, code: str) -> Hint:
    said = text[start:end]
    return Hint(Span(start, end, said), Message(f"plain.hint.{code}", {"word": said}))


def _shown(hints: list[Hint]) -> tuple[Hint, ...]:
    """Return the hints in the order of the text, each once, of one kind only so many."""
    shown: dict[tuple[str, str], Hint] = {}
    often: dict[str, int] = {}
    for hint in sorted(hints, key=lambda h: (h.span.start, -h.span.end)):
        code = hint.what.code
        if (code, hint.span.text) not in shown and often.get(code, 0) < _SAID_MOST:
            shown[code, hint.span.text] = hint
            often[code] = often.get(code, 0) + 1
    return tuple(shown.values())


def _parting(sentence: str) -> str:
    """Return the words before the comma at which a long sentence parts best, or nothing."""
    middle, best, nearest = len(sentence) / 2, "", len(sentence) / 3
    for comma in re.finditer(r"[，,]", sentence):
        if _BEGINS.match(sentence, comma.end()) and abs(comma.start() - middle) < nearest:
            nearest = abs(comma.start() - middle)
            best = sentence[max(0, comma.start() - 8) : comma.end()].strip()
    return best


def _length(sentence: str) -> int:
    """Return how many characters one reads: names of documents in 《》 count as a few words."""
    return len(re.sub(r"\s", "", _TITLE.sub("《书名》", sentence)))


def _rare(character: str) -> bool:
    """Return whether a character is outside the 3,755 common ones of GB 2312, level 1."""
    try:
        return character.encode("gb2312")[0] > _LEVEL_1_ENDS
    except UnicodeEncodeError:
        return True


@cache
def _official() -> tuple[re.Pattern[str], Mapping[str, str]]:
    source = resources.files(__package__).joinpath("official.yaml").read_text(encoding="utf-8")
    plain: dict[str, str] = yaml.load(source, yaml.CSafeLoader)
    return re.compile("|".join(map(re.escape, sorted(plain, key=len, reverse=True)))), plain
