"""What a record of another system may say, under our names: its form, and the codes it may be turned into."""

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.law.acts import CHANNELS, KINDS, NATURES, WAYS_OF_SERVICE
from huiyin.law.state import STAGES
from huiyin.text.taxonomy import kinds

RETURNED = "returned"  # a slip that went back (退回): a status of theirs, no stage of ours
RATED = "rated"  # the petitioner's word: an event of theirs, no act of ours

# Days, and those among them that are the other system's own clocks: shown beside the law's, never among them.
CLOCKS = ("accept_due", "due", "reply_due")
DAYS = frozenset({"received", "sent", "returned", "concluded", "event_day", *CLOCKS})
# Fields whose cells are codes, with the table that translates them.
CODED: Mapping[str, str] = {
    "channel": "channel",
    "purpose": "purpose",
    "kind": "kind",
    "status": "status",
    "event": "event",
    "service": "service",
    "rated_office": "satisfaction",
    "rated_unit": "satisfaction",
    "anonymous": "yes_no",
}
# Never taken over, whatever a map says: 个人信息保护法 art 6, 28, and docs/safeguards.md.
NEVER = ("扬言", "重点人", "民族", "政治面貌", "宗教", "稳控", "失信", "黑名单", "风险等级")
WITH_A_PERSON = frozenset({"title", "text", "asked", "name", "phone", "id_number", "address"})


def targets(table: str) -> frozenset[str]:
    """Return our values that a code table may lead to."""
    known: Mapping[str, frozenset[str]] = {
        "channel": frozenset(CHANNELS),
        "purpose": frozenset(NATURES),
        "kind": frozenset(kinds()),
        "status": frozenset((*STAGES, RETURNED)),
        "event": frozenset((*KINDS, RATED)),
        "service": frozenset(WAYS_OF_SERVICE),
        "satisfaction": frozenset("123"),
        "yes_no": frozenset(("yes", "no")),
    }
    return known.get(table, frozenset())


@dataclass(frozen=True)
class Said:
    """One record of theirs: texts as they stand, days as days, codes as ours, and codes nobody mapped."""

    texts: Mapping[str, str]
    days: Mapping[str, str]  # ISO days
    codes: Mapping[str, str]
    unmapped: Mapping[str, str]

    @property
    def number(self) -> str:
        """Return the record's number in the other system."""
        return self.texts.get("number", "")

    def get(self, field: str) -> str:
        """Return a field: a code as ours, a day in ISO form, a text as it stands; empty if unsaid."""
        return self.codes.get(field) or self.days.get(field) or self.texts.get(field, "")
