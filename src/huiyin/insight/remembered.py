"""Answers to what was asked before: wording a question takes longer than answering it.

This process remembers them; what pages usually ask is answered at night and kept beside the lake
(`huiyin.insight.answers`). Both are true of one state of the lake; with the next one they are forgotten. A
question names everything its answer depends on, so nobody is given what somebody else may see.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from huiyin.base.errors import Refused
from huiyin.insight import store
from huiyin.insight.answers import kept
from huiyin.insight.store import Manifest

MOST = 300  # answers
_lock = threading.Lock()
_kept: dict[Path, tuple[Hashable, dict[Hashable, Any]]] = {}
_keeping: ContextVar[Callable[[Hashable, Any], None] | None] = ContextVar("keeping", default=None)
Answer = TypeVar("Answer")


def remembered(question: Hashable, ask: Callable[[], Answer], *, home: Path | None) -> Answer:
    """Return the answer to a question, asked only where it is not remembered of the lake as it is.

    Raises Refused without a lake.
    """
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None:
        raise Refused("insight.no_lake")
    state = _state(manifest)
    with _lock:
        kept_of, answers = _kept.get(lake, (None, {}))
        if kept_of != state or len(answers) >= MOST:
            answers = {}
            _kept[lake] = (state, answers)
        known = question in answers
    if known:
        found: Answer = answers[question]
        _hand_over(question, found, lake, manifest)
        return found
    answer = _asked(question, ask, lake, manifest)
    with _lock:
        answers[question] = answer
    return answer


def _state(manifest: Manifest) -> Hashable:
    return manifest.generation, manifest.at


def _asked(question: Hashable, ask: Callable[[], Answer], lake: Path, manifest: Manifest) -> Answer:
    if there := kept.found(kept.place(lake, manifest), question):
        before: Answer = there[0]
        return before
    inside = _keeping.set(None)  # what is asked on the way is part of the answer
    try:
        answer = ask()
    finally:
        _keeping.reset(inside)
    _hand_over(question, answer, lake, manifest)
    return answer


def _hand_over(question: Hashable, answer: Any, lake: Path, manifest: Manifest) -> None:
    """Hand an answer to who keeps it, unless the lake is another meanwhile: it may be of either."""
    if keep := _keeping.get():
        now = store.read(lake)
        if now is not None and _state(now) == _state(manifest):
            keep(question, answer)


@contextmanager
def keeping(keep: Callable[[Hashable, Any], None]) -> Iterator[None]:
    """Hand what is asked meanwhile to somebody who keeps it, where it was asked and answered of one state."""
    begun = _keeping.set(keep)
    try:
        yield
    finally:
        _keeping.reset(begun)


def forget() -> None:
    """Forget what was answered: to measure with."""
    with _lock:
        _kept.clear()
