"""Texts that say nearly the same, made by seeded edits: what people do who send a petition again."""

import re
from collections.abc import Callable, Sequence
from random import Random

_GREETINGS = (
    "尊敬的领导，您好！打扰您了。",
    "各位领导：百忙之中请看一看我的信。",
    "您好，我再次反映以下问题。",
    "这是我第二次来信。",
)
_ENDINGS = ("谢谢领导！", "盼望早日答复。", "此致敬礼。", "恳请尽快处理，谢谢。")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+|[^。！？!?\n]+$")
_SLIPS = "的地得在再做作以已是事那哪他她"


def slips(text: str, chance: Random) -> str:
    """Return a text with typing slips: one character in a hundred left out, doubled or exchanged."""
    said = list(text)
    for _ in range(max(1, len(said) // 100)):
        at = chance.randrange(len(said)) if said else 0
        said[at : at + 1] = chance.choice(([], said[at : at + 1] * 2, [chance.choice(_SLIPS)]))
    return "".join(said)


def greeted(text: str, chance: Random) -> str:
    """Return a text with a greeting before and thanks after it."""
    return chance.choice(_GREETINGS) + text + chance.choice(_ENDINGS)


def other_numbers(text: str, chance: Random) -> str:
    """Return a text with its numbers changed."""
    return re.sub(r"\d", lambda _digit: str(chance.randrange(10)), text)


def joined(text: str, chance: Random) -> str:
    """Return a text with paragraphs run together and other marks between sentences."""
    return re.sub(r"\s+", "", text).translate(
        str.maketrans("，。！", chance.choice((",.!", "；；。", " ,!")))
    )


def reordered(text: str, chance: Random) -> str:
    """Return a text with one of its sentences moved to the end."""
    said = _SENTENCE.findall(text)
    if said:
        said.append(said.pop(chance.randrange(len(said))))
    return "".join(said)


def cut(text: str, chance: Random) -> str:
    """Return a text with one of its sentences left out."""
    said = _SENTENCE.findall(text)
    if len(said) > 1:
        said.pop(chance.randrange(len(said)))
    return "".join(said)


EDITS: Sequence[Callable[[str, Random], str]] = (slips, greeted, other_numbers, joined, reordered, cut)


def edited(text: str, chance: Random) -> str:
    """Return a text with one to three kinds of edits."""
    for edit in chance.sample(EDITS, chance.randint(1, 3)):
        text = edit(text, chance)
    return text


def many(texts: Sequence[str], count: int, chance: Random) -> list[str]:
    """Return `count` texts: seven in ten mixed from sentences, three in ten edited copies of those."""
    pool = [sentence for text in texts for sentence in _SENTENCE.findall(text)]
    made: list[str] = []
    lengths = [len(_SENTENCE.findall(text)) for text in texts]
    while len(made) < count:
        if made and chance.random() < 0.3:  # noqa: PLR2004 - said above
            made.append(edited(made[chance.randrange(max(0, len(made) - 50_000), len(made))], chance))
        else:
            made.append("".join(chance.choices(pool, k=chance.choice(lengths))))
    chance.shuffle(made)
    return made
