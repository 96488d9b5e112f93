"""A lake of facts made by hand, beside the records: for what would take thousands of petitions to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.base.clock import now
from huiyin.cases.counted import Facts, MatterFact, PetitionFact
from huiyin.insight.records import Records
from huiyin.insight.refresh import refresh


@dataclass(frozen=True)
class Case:
    """A matter with one petition, each by a person of its own unless told."""

    key: int
    on: date
    kind: str = "W1"
    area: str = "970121"
    office: int = 1
    outcome: str = ""
    path: int = 6
    person: int = 0
    ended: date | None = None
    led_by: int = 0
    again: bool = False

    @property
    def matter(self) -> MatterFact:
        ended = self.ended or (self.on if self.outcome else None)
        lead = self.led_by or self.key
        where = (self.area, self.kind, self.office, self.office)
        rest = ("claim", self.path, False, "served", self.on, self.on, ended, self.outcome, "", 1, 0, False)
        return MatterFact._make((self.key, lead, *where, *rest))

    @property
    def petition(self) -> PetitionFact:
        return PetitionFact(
            petition=self.key,
            matter=self.key,
            led_by=self.led_by or self.key,
            area=self.area,
            kind=self.kind,
            office=self.office,
            registered_at=self.office,
            channel="web",
            received_on=self.on,
            person=self.person or self.key,
            persons=1,
            same_words=False,
            again=self.again,
            anonymous=False,
            imported=False,
            concluded_on=None,
        )


def bring_up_invented(home: Path, cases: Sequence[Case]) -> None:
    """Write a lake that holds these and nothing else."""
    known = {case.key: case for case in cases}

    def facts_of(keys: Sequence[int]) -> Facts:
        there = [known[key] for key in keys]
        return Facts(matter=[one.matter for one in there], petition=[one.petition for one in there])

    records = Records(
        keys_after=lambda last, *, limit: [key for key in sorted(known) if key > last][:limit],
        facts_of=facts_of,
        with_joined=list,
        changed=dict,
        settle=len,
        settle_all=lambda: 0,
        matters=lambda: len(known),
        areas=lambda: {"970121": "970100", "970122": "970100"},
    )
    list(refresh(home, at=now(), full=True, records=records))
