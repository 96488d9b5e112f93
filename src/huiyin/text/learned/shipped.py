"""The models that petitions are read with: those of the product, or the agency's own while they are in use.

The product's were learned from the invented examples (`make learn`). An agency's own lie in its home
(`cases.shelf`); whoever reads for it takes them up with `using`, so that one reading is by one set of
models whatever is switched meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import resources

from huiyin.text.learned import files
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.memory import Alike, Remembering
from huiyin.text.learned.pieces import Pieces

VERSION = "learned-2"  # of the shipped models and the written terms; kept with every stored suggestion
WITHOUT = "rules-1"  # where a model is damaged and the written terms alone decide


@dataclass(frozen=True, eq=False)
class Models:
    """The models that readings are made with, and the version that is kept with what they propose."""

    version: str
    kinds: Linear | None
    nature: Linear | None


_chosen: ContextVar[Models | None] = ContextVar("models", default=None)


@contextmanager
def using(models: Models | None) -> Iterator[None]:
    """Read with these models instead of the product's, as long as it lasts; with None as the product does."""
    before = _chosen.set(models)
    try:
        yield
    finally:
        _chosen.reset(before)


def model(name: str) -> Linear | None:
    """Return a model to read with, or None when it is missing or damaged: the written terms then decide."""
    chosen = _chosen.get() or shipped()
    return chosen.kinds if name == "kinds" else chosen.nature


def version() -> str:
    """Return what is kept with a suggestion: which models and terms decided, or the terms alone."""
    return (_chosen.get() or shipped()).version


def recalled(pieces: Pieces) -> tuple[Alike, ...]:
    """Return the petitions that were confirmed here and that this one is like, by the kind they have."""
    learned = model("kinds")
    return learned.recalled(pieces) if isinstance(learned, Remembering) else ()


@cache
def shipped() -> Models:
    """Return the product's own models."""
    kinds, nature = _shipped("kinds"), _shipped("nature")
    return Models(VERSION if kinds and nature else WITHOUT, kinds, nature)


@cache
def danger() -> Linear | None:
    """Return what was learned of stated danger, or None when it is damaged; no agency learns it anew."""
    return _shipped("danger")


def _shipped(name: str) -> Linear | None:
    file = resources.files(__package__).joinpath("models", f"{name}.model")
    try:
        return files.read(file.read_bytes())
    except (OSError, files.Damaged):
        return None
