"""What needs mending in what was typed: everything is said at once, each at its field."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from huiyin.base.errors import Invalid


@dataclasses.dataclass(frozen=True)
class Fault:
    """What needs mending: the field, and the code of what is wrong with it."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise Invalid with everything that needs mending, if anything does."""
    refusals = [Invalid(one.code, field=one.field, **one.params) for one in faults]
    if refusals:
        first, *others = refusals
        raise Invalid(first.message.code, field=first.field, also=others, **first.message.params)
