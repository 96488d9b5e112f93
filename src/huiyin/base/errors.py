"""Expected refusals: they carry a code and parameters, and never a sentence in one language."""

from collections.abc import Sequence
from typing import Any

from huiyin.base.messages import Message


class Refused(Exception):
    """The request cannot be carried out; `message` says what happened and what can be done instead."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.message = Message(code, params)


class NotAllowed(Refused):
    """The actor may not do this, or the law does not allow this step now."""


class NotFound(Refused):
    """What was asked for does not exist, or the actor may not know that it does."""


class Conflict(Refused):
    """Somebody else changed the same thing in between; nothing was written."""


class Invalid(Refused):
    """Something typed or uploaded needs mending; `field` names where, `also` what else needs it."""

    def __init__(self, code: str, /, *, field: str = "", also: Sequence[Any] = (), **params: Any) -> None:
        super().__init__(code, **params)
        self.field, self.also = field, also
