"""What the system wants to say, before it is put into a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A message code with its parameters; `huiyin.foundation.wording` turns it into Chinese or English."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
