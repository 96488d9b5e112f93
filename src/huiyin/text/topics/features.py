"""What of a message speaks for its topic: words, pairs of words, names of places and units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import rjieba
from numpy.typing import NDArray

from huiyin.text.normalise import normalise

TITLE = 2.0  # how many times a word of the title counts
NAME = 2.0  # how many times a name counts: the place or the unit says more than the kind of trouble
READ = 600  # characters of the text: what it is about is said early, and long texts name much else
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z]*\d+[a-z\d]*[\u4e00-\u9fff]*|[a-z]{2,}")
_PAUSE = re.compile(r"[\W_]+")
# Two or three characters before what ends a name. That it cuts a longer name short does no harm: it does so
# each time. Overlapping finds are wanted, since nobody knows where a name begins.
_NAME = re.compile(
    r"(?=([\u4e00-\u9fffa-z\d]{2,3}(?:新城|小区|花园|家园|公馆|公寓|广场|国际|街道|社区|公司|集团|学校|学院|中学|小学|医院|"
    r"中心|苑|城|府|镇|乡|村|县|期|湾|园|厂|站)))"
)
# How a message was taken down by whoever listened: says nothing of what it is about.
_TAKEN_DOWN = re.compile(
    r"(?:来电|来访|来信|投诉|反映|信访|咨询)(?:人|者|群众)?(?:员)?(?:来电|来访)?"
    r"(?:称|系|问|询问|咨询|反映|自述|讲|说)(?=[\u4e00-\u9fff:,])|(?:来电|来访|来信)(?:人|者)?|(?:市民|群众|网民)(?=(?:来电)?[称问代反咨询])"
)
_MARK = "@"  # a name is another feature than a word of the same characters


@dataclass(frozen=True)
class Features:
    """What speaks for a message's topic: digests of words, pairs, names, with how often each was said."""

    keys: NDArray[np.uint64]
    often: NDArray[np.float32]


def features(title: str, text: str) -> Features:
    """Return what speaks for a message's topic; what stands in the title counts twice, and names do."""
    found: dict[str, float] = {}
    for part, weight in ((title, TITLE), (text[:READ], 1.0)):
        said = content(part)
        for feature in _spoken(rjieba.cut(said)):
            found[feature] = found.get(feature, 0.0) + weight
        for name in _NAME.finditer(_PAUSE.sub(" ", said)):
            feature = _MARK + name.group(1)
            found[feature] = found.get(feature, 0.0) + weight * NAME
    digests = b"".join(blake2b(feature.encode(), digest_size=8).digest() for feature in found)
    return Features(np.frombuffer(digests, np.uint64), np.fromiter(found.values(), np.float32, len(found)))


def content(said: str) -> str:
    """Return a message without the words by which somebody took it down, as one writing of each character."""
    return _TAKEN_DOWN.sub("。", normalise(said).text)


def _spoken(words: Sequence[str]) -> Iterator[str]:
    before = ""
    for word in words:
        if not _WORD.fullmatch(word):
            before = ""
            continue
        yield word
        if before:
            yield before + word
        before = word
