"""How often the reading offers the kind, the nature and the owner that people chose for a message."""

import json
from pathlib import Path
from typing import Any

from huiyin.base.errors import Invalid, NotFound
from huiyin.evaluation.figures import share
from huiyin.text import Understanding, understand

FIRST_THREE = 3


def measure(file: Path) -> dict[str, Any]:
    """Return shares with intervals over the choices of all readers: each message counts once for each reader.

    `file` holds a line for each message: {"title", "text", "kinds", "natures", "own"}. Raises a refusal.
    """
    if not file.is_file():
        raise NotFound("text.no_such_file", path=str(file))
    try:
        messages = [
            json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
        ]
        seen = [(m, understand(m["text"], m.get("title") or "")) for m in messages]
        asked = [(m["kinds"], m["natures"], m["own"]) for m in messages]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Invalid("text.no_labels", field="file", path=str(file)) from wrong
    own = [(m, u) for m, u in seen if m["own"]]
    return {
        "read": len(asked),
        "top_1": _kinds(seen, 1),
        "top_3": _kinds(seen, FIRST_THREE),
        "own_top_1": _kinds(own, 1),
        "own_top_3": _kinds(own, FIRST_THREE),
        "nature": _choices([u.nature.value == nature for m, u in seen for nature in m["natures"]]),
        "own": _choices([u.own == m["own"] for m, u in seen]),
        "left_to_a_person": _choices([u.abstain for _m, u in seen]),
        "right_when_not_left": _kinds([(m, u) for m, u in seen if not u.abstain], 1),
        "version": seen[0][1].version if seen else "",
    }


def _kinds(seen: list[tuple[Any, Understanding]], offered: int) -> dict[str, float | int]:
    return _choices([code in [k.code for k in u.kinds[:offered]] for m, u in seen for code in m["kinds"]])


def _choices(hits: list[bool]) -> dict[str, float | int]:
    return share(sum(hits), len(hits))
