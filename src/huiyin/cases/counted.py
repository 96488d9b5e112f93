"""What is counted of matters: days, codes and keys, no word of anybody, and of a person a pseudonym."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class MatterFact(NamedTuple):
    """A matter; `led_by` is the one it is handled with: itself, unless joined. Unknown codes are empty.

    `outcome`: support, explain, reject, answered, withdrawn, or the stage in which nothing more is owed here:
    declined, guided, told, transferred, objected.
    `review`: what a review or re-examination said of the opinion: maintain, change, revoke.
    """

    matter: int
    led_by: int
    area: str
    kind: str
    office: int
    registered_at: int
    nature: str
    path: int
    imported: bool
    stage: str
    received_on: date
    accepted_on: date | None
    ended_on: date | None
    outcome: str
    review: str
    petitions: int
    flaws: int
    late: bool


class PetitionFact(NamedTuple):
    """A contact; `persons` wrote together; `again`: this person had petitioned about this matter before.

    `same_words`: it says nearly what an earlier matter says, as neighbours do who sign one text.
    """

    petition: int
    matter: int
    led_by: int
    area: str
    kind: str
    office: int
    registered_at: int
    channel: str
    received_on: date
    person: int
    persons: int
    again: bool
    same_words: bool
    anonymous: bool
    imported: bool
    concluded_on: date | None


class ActFact(NamedTuple):
    """A step that stands, at whose office, what followed how many days later; `open` where it still waits."""

    matter: int
    position: int
    area: str
    kind: str
    office: int
    registered_at: int
    step: str
    day: date
    taken_at: int
    following: str
    waited: int | None
    open: bool


class DeadlineFact(NamedTuple):
    """A duty with its last day (none where the law sets none) and the day on which it was done."""

    matter: int
    area: str
    kind: str
    office: int
    registered_at: int
    duty: str
    owed_by: str
    begun_on: date
    due: date | None
    done_on: date | None
    imported: bool


class LetterFact(NamedTuple):
    """A signed letter and the first day on which it reached somebody."""

    letter: int
    matter: int
    area: str
    kind: str
    office: int
    registered_at: int
    letter_kind: str
    signed_on: date
    served_on: date | None
    how: str


class RatingFact(NamedTuple):
    """What the writer of a petition thinks of the petition office and of the responsible unit, 1 to 3."""

    petition: int
    matter: int
    area: str
    kind: str
    office: int
    registered_at: int
    day: date
    petition_office: int
    unit: int


@dataclass
class Facts:
    """The facts of some matters; a matter that is not to be counted has none."""

    matter: list[MatterFact] = field(default_factory=list)
    petition: list[PetitionFact] = field(default_factory=list)
    act: list[ActFact] = field(default_factory=list)
    deadline: list[DeadlineFact] = field(default_factory=list)
    letter: list[LetterFact] = field(default_factory=list)
    rating: list[RatingFact] = field(default_factory=list)


class Where(NamedTuple):
    """Where a matter is counted: its area, kind and offices."""

    area: str
    kind: str
    office: int
    registered_at: int
