"""How much better kinds are read the more cases an agency has confirmed: the learning curve.

Confirmed cases are added to what the product is taught with, near-duplicates are never on both sides, and all
is read as the product reads (models, written terms, and what is remembered).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from huiyin.evaluation.figures import share
from huiyin.evaluation.messages import Message
from huiyin.text.kinds import guess_kinds
from huiyin.text.learned import lessons, memory, teaching
from huiyin.text.learned.lessons import Confirmed, Laid
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.shipped import using
from huiyin.text.nature import guess_nature

SIZES = (0, 50, 100, 200, 400, 800, 1600)
SEEDS = 3
_LEAST_LEFT = 100  # messages to measure on
_FIRST_THREE = 3
Told = Callable[[str], None]


def curve(given: Sequence[Message], *, seeds: int = SEEDS, told: Told | None = None) -> dict[str, Any]:
    """Return how often the kind is right after so many confirmed cases, with intervals over all seeds.

    What the first reader of a message chose is what a registrar confirms. In each seed the same part is
    measured on whatever the number of confirmed cases, so that they can be compared; its size is what is left
    beside the largest number.
    """
    confirmed = [
        Confirmed(m.title, m.text, m.kinds[0], m.natures[0], who=f"message:{n}", matter=n)
        for n, m in enumerate(given)
    ]
    ready = [lessons.laid(c.title, c.text) for c in confirmed]
    voice = lessons.voices(confirmed)
    sizes = [size for size in SIZES if size <= len(given) - _LEAST_LEFT]
    rows: dict[str, list[Mapping[str, list[bool]]]] = {}
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(np.unique(voice))
        lined_up = [int(i) for group in order for i in np.flatnonzero(voice == group)]
        learned, left = _parted(lined_up, voice, max(sizes))
        for size in sizes:
            some = learned[:size]
            for way, models in _ways(some, confirmed, ready, voice).items():
                rows.setdefault(f"{size} {way}".strip(), []).append(_read(left, given, ready, models))
            if told:
                told(f"seed {seed + 1} of {seeds}, {size} confirmed")
    return {
        "messages": len(given),
        "measured_on": len(left),
        "seeds": seeds,
        "after": {name: _figures(found) for name, found in rows.items()},
    }


def _parted(lined_up: Sequence[int], voice: Any, most: int) -> tuple[list[int], list[int]]:
    """Return the messages to learn from and the rest; near-duplicates on one side only."""
    cut = most
    while cut < len(lined_up) and voice[lined_up[cut]] == voice[lined_up[cut - 1]]:
        cut += 1
    return list(lined_up[:cut]), list(lined_up[cut:])


def _ways(
    some: Sequence[int], confirmed: Sequence[Confirmed], ready: Sequence[Laid], voice: Any
) -> dict[str, Mapping[str, Linear]]:
    """Return the models to read with: learned anew, and the product's with what was confirmed in mind."""
    if not some:
        return {"": {name: lessons.usual_of(name) for name in ("kinds", "nature")}}
    part = [ready[i] for i in some]
    anew = {
        name: teaching.anew(name, part, [confirmed[i].label(name) for i in some], voice[list(some)])[0]
        for name in ("kinds", "nature")
    }
    usual = {name: lessons.usual_of(name) for name in ("kinds", "nature")}
    return {
        "": anew,
        "remembered only": {**usual, "kinds": _minding(usual["kinds"], some, confirmed, ready)},
        "learned and remembered": {**anew, "kinds": _minding(anew["kinds"], some, confirmed, ready)},
    }


def _minding(
    model: Linear, some: Sequence[int], confirmed: Sequence[Confirmed], ready: Sequence[Laid]
) -> Linear:
    kept = [memory.entry(model, ready[i].pieces, matter=i, kind=confirmed[i].kind) for i in some]
    return memory.remembering(model, kept[-memory.MOST :])


def _read(
    left: Sequence[int], given: Sequence[Message], ready: Sequence[Laid], models: Mapping[str, Linear]
) -> Mapping[str, list[bool]]:
    both = lessons.reading_with("kinds", models["kinds"])
    found: dict[str, list[bool]] = {}
    with using(type(both)(both.version, models["kinds"], models["nature"])):
        for i in left:
            one, m = ready[i], given[i]
            verdict, nature = guess_kinds(one.readings, one.pieces), guess_nature(one.readings, one.pieces)
            offered = [k.code for k in verdict.kinds]
            for code in m.kinds:
                for name in ("", "own_") if m.own else ("",):
                    found.setdefault(f"{name}top_1", []).append(code in offered[:1])
                    found.setdefault(f"{name}top_3", []).append(code in offered[:_FIRST_THREE])
                if not verdict.abstain:
                    found.setdefault("right_when_not_left", []).append(code in offered[:1])
            found.setdefault("nature", []).extend(nature.value == n for n in m.natures)
    return found


def _figures(found: Sequence[Mapping[str, list[bool]]]) -> dict[str, Any]:
    """Return shares over all seeds, each with the interval of one seed's number of choices."""
    names = sorted({name for one in found for name in one})
    shares = {}
    for name in names:
        hits = [hit for one in found for hit in one.get(name, [])]
        of = round(len(hits) / len(found))
        shares[name] = share(round(sum(hits) / len(found)), of)
    return shares
