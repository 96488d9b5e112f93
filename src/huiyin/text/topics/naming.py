"""What a topic is called and which sentences show it: words that several persons used, redacted."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import rjieba

from huiyin.text.normalise import normalise
from huiyin.text.redact import redact
from huiyin.text.topics.features import READ, content

LONGEST = 24  # characters of a title, without the kind of matter
KIND_AND_WORDS = "："
_PHRASES = 2
SHOWN = 3  # example sentences
_LONGEST_SENTENCE = 60
_SHORTEST_SENTENCE = 8
_WEIGHED = 300  # phrases of a topic that are looked at, those used most
_WORDS = 6  # of a phrase, at most
_SHARED = 0.15  # of the persons of a topic use the words of its title, and never fewer than three
_FEWEST = 3
_MOSTLY = 0.5  # of the persons bring one kind of matter: the title begins with it
_NAMES_IT = 3  # characters of the kind's name that titles share, where they share nothing else
_SAYS_WHAT = 4  # characters of a title where kinds differ; fewer name a person or a place and no trouble
_PLACE = re.compile(r".{1,4}(?:省|市|区|县|镇|乡|村|街道|社区)")
# A number or an age tells of nothing by itself: 12333, 三十四岁零十个月.
_NUMBER = re.compile(
    r"[\d零〇一二两三四五六七八九十百千万亿几多余半来年月日天周岁个元块角分钱人次号点第整以上下\s]+"
)
_SENTENCE = re.compile(r"[^。!?;！？；\n]+")
_PLAIN = re.compile(r"[\u4e00-\u9fffa-z\d]+")
# Words that begin or end a title and say nothing of what it is about.
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """关于 有关 请 请问 咨询 投诉 反映 举报 建议 希望 要求 恳请 请求 求 求助 呼吁 强烈 问题 情况
        存在 一些 一系列 的 了 在 是 和 与 及 对 为 为何 为什么 什么 什么时候 何时 怎么 如何 能否 能不能 是否
        有 没有 不 被 把 给 让 向 从 到 由 将 再 又 也 都 就 还 我 我们 你 他 她 它 们 这 那 此 该 其 之 等 上
        下 中 里 内 外 后 前 时 以 于 而 并 且 或 但 若 因 因为 所以 谁 吗 呢 吧 啊 进行 领导 政府 部门 解决
        处理 尽快 可以 需要 应该 一个 市 省 县 区""",
    )
)


@dataclass(frozen=True)
class Told:
    """A message as naming needs it: who, title and text redacted, its kind of matter in words where known."""

    person: str
    title: str
    text: str
    about: str = ""

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Return the stretches of whole words in its title that could name a topic."""
        return frozenset(_phrases(rjieba.cut(content(self.title))))


def told(person: str, title: str, text: str, about: str = "") -> Told:
    """Return a message for naming; what points to a person is masked before anything is chosen from it."""
    return Told(person, redact(title), redact(text[: 2 * READ]), about)


def _phrases(words: list[str]) -> Iterator[str]:
    """Yield stretches of up to six words that begin and end with a word that says something."""
    for first, word in enumerate(words):
        if word in _EMPTY or not _PLAIN.fullmatch(word):
            continue
        said = ""
        for last in range(first, min(first + _WORDS, len(words))):
            if not _PLAIN.fullmatch(words[last]):
                break
            said += words[last]
            if len(said) > LONGEST:
                break
            if len(said) > 1 and words[last] not in _EMPTY:
                yield said


def spread(messages: Sequence[Told]) -> Mapping[str, int]:
    """Return in how many titles each phrase is."""
    found: Counter[str] = Counter()
    for message in messages:
        found.update(message.phrases)
    return found


def title(group: Sequence[Told], known: Mapping[str, int], total: int) -> str:
    """Return what a group is about: its kind of matter where half have one, and words that its titles share.

    A phrase is good that many of the group use, few others, and that says much; the second one adds what the
    first does not say. Every phrase was used by at least three persons. Nothing where a group shares
    no words, or where its kinds differ and it shares no more than a place or a word.
    """
    worth = _worth(group, known, total)
    about = kind_of(group)
    chosen: list[str] = []
    for phrase in sorted(worth, key=lambda phrase: (-worth[phrase], phrase)):
        said = "".join(chosen)
        if phrase not in about and _adds(phrase, said) and len(said) + len(phrase) < LONGEST:
            chosen.append(phrase)
        if len(chosen) == _PHRASES:
            break
    if len(chosen) == _PHRASES:
        chosen = [*_in_order(chosen[0], chosen[1], group)]
    said = _cased(" ".join(chosen), group)
    if about:
        named = chosen or any(len(phrase) >= _NAMES_IT and phrase in about for phrase in worth)
        return KIND_AND_WORDS.join(filter(None, (about, said))) if named else ""
    if said and not names_a_matter(said):
        return KIND_AND_WORDS.join((most, said)) if (most := _commonest(group)) else ""
    if not any(message.about for message in group):
        return said
    what = [phrase for phrase in chosen if not _PLACE.fullmatch(phrase)]
    return said if len("".join(what)) >= _SAYS_WHAT else ""


def names_a_matter(title: str) -> bool:
    """Return whether a title says more than a number, an age or a sum."""
    return not _NUMBER.fullmatch(title)


def _commonest(group: Sequence[Told]) -> str:
    """Return the kind of matter that most of a group's messages bring, half or not; or nothing."""
    bring = Counter(message.about for message in group if message.about)
    return max(sorted(bring), key=lambda about: bring[about], default="")


def kind_of(group: Sequence[Told]) -> str:
    """Return the kind of matter that at least half of a group's persons bring, and three; or nothing."""
    persons = {message.person for message in group}
    bring: dict[str, set[str]] = {}
    for message in group:
        bring.setdefault(message.about, set()).add(message.person)
    bring.pop("", None)
    most = max(sorted(bring), key=lambda about: len(bring[about]), default="")
    return most if most and len(bring[most]) >= max(_FEWEST, _MOSTLY * len(persons)) else ""


def _worth(group: Sequence[Told], known: Mapping[str, int], total: int) -> dict[str, float]:
    """Return what each phrase is worth that enough persons have in their titles, however cut to words."""
    often: Counter[str] = Counter()
    for message in group:
        often.update(message.phrases)
    least = max(_FEWEST, _SHARED * len({message.person for message in group}))
    said = [(normalise(message.title).text, message.person) for message in group]
    worth: dict[str, float] = {}
    for phrase, n in often.most_common(_WEIGHED):
        who = len({person for title, person in said if phrase in title})
        if who >= least:
            rare = log(1 + total / max(known[phrase], n, who))
            worth[phrase] = who * rare * _fullness(phrase)
    return worth


def _fullness(phrase: str) -> float:
    """Return how much a phrase says by its length: up to eight characters, more is better."""
    return float(min(len(phrase), 8) ** 0.7)


def _adds(phrase: str, said: str) -> bool:
    """Return whether a phrase says something else: no two characters in a row are the same."""
    return not any(phrase[at : at + 2] in said for at in range(len(phrase) - 1))


def _in_order(one: str, other: str, group: Sequence[Told]) -> tuple[str, str]:
    """Return two phrases in the order in which most titles have them."""
    ahead = 0
    for message in group:
        said = normalise(message.title).text
        if one in said and other in said:
            ahead += 1 if said.index(one) < said.index(other) else -1
    return (one, other) if ahead >= 0 else (other, one)


def _cased(phrase: str, group: Sequence[Told]) -> str:
    """Return a phrase with letters as large as the titles write them."""
    for letters in set(re.findall(r"[a-z][a-z\d]*", phrase)):
        large = sum(letters.upper() in message.title for message in group)
        small = sum(letters in message.title for message in group)
        if large > small:
            phrase = phrase.replace(letters, letters.upper())
    return phrase


def examples(group: Sequence[Told], weights: Mapping[str, int]) -> tuple[str, ...]:
    """Return up to three sentences of different persons, those that hold most of what the group shares."""
    chosen: list[tuple[float, str, str]] = []
    for message in group:
        best = max(_sentences(message), key=lambda s: (_held(s, weights), -len(s), s), default="")
        if best:
            chosen.append((-_held(best, weights), best, message.person))
    found: dict[str, str] = {}
    for _worth, sentence, person in sorted(chosen):
        if person not in found and sentence not in found.values():
            found[person] = sentence
        if len(found) == SHOWN:
            break
    return tuple(found.values())


def _sentences(message: Told) -> Iterator[str]:
    for source in (message.title, message.text):
        for sentence in _SENTENCE.finditer(source):
            said = sentence.group().strip(" ,，:：、")
            if len(said) >= _SHORTEST_SENTENCE:
                yield said if len(said) <= _LONGEST_SENTENCE else said[: _LONGEST_SENTENCE - 1] + "…"


def _held(sentence: str, weights: Mapping[str, int]) -> float:
    return sum(n for phrase, n in weights.items() if phrase in sentence)


def shared(group: Sequence[Told], *, most: int = 30) -> Mapping[str, int]:
    """Return the phrases that most messages of a group share, with how many do."""
    found: Counter[str] = Counter()
    for message in group:
        found.update(message.phrases)
    return {phrase: n for phrase, n in found.most_common(most) if n > 1}
