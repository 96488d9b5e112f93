"""Where a rule stands: instrument, article, and how sure we are of it."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far a legal value may be relied on."""

    IN_FORCE = "in-force"
    UNCONFIRMED = "unconfirmed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Citation:
    """An instrument and its article, such as 信访工作条例 第三十四条."""

    instrument: str
    article: str
    status: Status = Status.IN_FORCE

    def __str__(self) -> str:
        return f"《{self.instrument}》{self.article}"
