"""Answers of this process to what was asked before: wording a question takes longer than answering it.

What is remembered is true of one state of the lake; with the next one it is forgotten.
"""

import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from huiyin.base.errors import Refused
from huiyin.insight import store

MOST = 300  # answers
_lock = threading.Lock()
_kept: dict[Path, tuple[Hashable, dict[Hashable, Any]]] = {}
Answer = TypeVar("Answer")


def remembered(question: Hashable, ask: Callable[[], Answer], *, home: Path | None) -> Answer:
    """Return the answer to a question, asked only where it is not remembered of the lake as it is.

    Raises Refused without a lake.
    """
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None:
        raise Refused("insight.no_lake")
    state = (manifest.generation, manifest.at)
    with _lock:
        kept_of, answers = _kept.get(lake, (None, {}))
        if kept_of != state or len(answers) >= MOST:
            answers = {}
            _kept[lake] = (state, answers)
        if question in answers:
            found: Answer = answers[question]
            return found
    answer = ask()
    with _lock:
        answers[question] = answer
    return answer


def forget() -> None:
    """Forget what was answered: to measure with."""
    with _lock:
        _kept.clear()
