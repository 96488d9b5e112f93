"""What an officer decided on the intake page, read without ever failing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from huiyin.cases.services.taking_in import TakenIn
from huiyin.cases.services.work import Sorting
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.intake.offers import OTHER, STEPS
from huiyin.web.desk.options import place_options

LONGEST = 30
USUAL = "usual"  # the path that claims of the kind mostly take
NAMES = ("nature", "kind", "kind_other", "path", "division", "step", "to", "to_other", "anyway")
_PATHS = {str(n): n for n in range(1, 7)}
_KEY_DIGITS = 18


@dataclass(frozen=True)
class Decided:
    """What was chosen: as it was sent, and what it comes to."""

    typed: Mapping[str, str]
    nature: str
    kind: str
    path: int | None
    division: str
    step: str
    staff: int | None
    unit: int | None
    anyway: bool

    @property
    def drafts(self) -> bool:
        """Return whether a letter is to be drafted, as far as that can be done without asking more."""
        return bool(self.step)

    def taken_in(self, facts: Mapping[str, str] | None) -> TakenIn:
        """Return what the service is asked to do; without facts the step is left for its own page."""
        usual = self.typed["path"] == USUAL
        sorting = Sorting(self.nature, self.kind, self.path, self.division, usual=usual)
        step = self.step if facts is not None else ""
        return TakenIn(sorting, self.staff, self.unit, step, facts or {}, self.anyway)


def decided(form: QueryDict) -> Decided:
    """Return what a form of the intake page says; codes that nobody knows are left to the service."""
    typed = {name: form.get(name, "")[:LONGEST] for name in NAMES}
    kind = typed["kind_other"] if typed["kind"] == OTHER else typed["kind"]
    to = typed["to_other"] if typed["to"] == OTHER else typed["to"]
    sort, _colon, key = to.partition(":")
    number = int(key) if key.isdecimal() and len(key) <= _KEY_DIGITS else None
    return Decided(
        typed=typed,
        nature=typed["nature"],
        kind=kind,
        path=_path(typed["path"], kind, typed["nature"]),
        division=typed["division"] if typed["division"] in {code for code, _ in place_options()} else "",
        step=typed["step"] if typed["step"] in STEPS else "",
        staff=number if sort == "staff" else None,
        unit=number if sort == "office" else None,
        anyway=bool(typed["anyway"]) and typed["anyway"] == key,
    )


def _path(typed: str, kind: str, nature: str) -> int | None:
    """Return the path that was chosen, or the one that claims of the kind usually take; others take none."""
    if nature != "claim":
        return None
    if typed == USUAL:
        return kinds()[kind].path if kind in kinds() else None
    return _PATHS.get(typed)
