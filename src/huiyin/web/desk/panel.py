"""A part of the matter page that another area adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A part of the matter page; `place` is top, side or rest, `found` what its template is given."""

    template: str
    place: str
    found: Mapping[str, Any] = field(default_factory=dict)
