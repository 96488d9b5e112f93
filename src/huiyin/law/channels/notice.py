"""What a petitioner is told of the clocks that run beside the petition: coded clauses, no words."""

from collections.abc import Collection, Iterator
from datetime import date

from huiyin.base.messages import Message
from huiyin.law.acts import PETITION_PATH
from huiyin.law.calendar import Calendar
from huiyin.law.channels.clock import clock
from huiyin.law.channels.counting import where
from huiyin.law.channels.facts import Facts
from huiyin.law.parameters import Law

# Kinds of demand by what else runs for them; a code alone stands for its whole field.
FAMILIES = {
    "arbitration": ("W", "L", "I3", "E"),
    "inspection": ("W", "E", "L1", "L4", "L7", "L8", "J5"),
    "injury": ("I1", "I4"),
    "capacity": ("I2",),
    "suit": ("D2",),
}
# The limit each family is told by, and what its number counts.
_LIMITS = (
    ("inspection", "inspection_years", "years"),
    ("injury", "injury_worker_years", "years"),
    ("capacity", "capacity_reassessment_days", "days"),
    ("suit", "arbitration_suit_days", "days"),
)
# While nobody has said what a petition is about, these are told: they run for most people who come.
_USUAL = frozenset({"arbitration", "inspection"})


def families(kinds: Collection[str]) -> frozenset[str]:
    """Return which of the other clocks concern these kinds of demand."""
    return frozenset(
        family
        for family, codes in FAMILIES.items()
        for kind in kinds
        if kind in codes or kind.rstrip("0123456789") in codes
    )


def notice(
    *,
    law: Law,
    calendar: Calendar,
    today: date,
    received: date | None = None,
    nature: str = "",
    path: int | None = None,
    kinds: Collection[str] = (),
    guessed: Collection[str] = (),
    on_paper: bool = True,
) -> tuple[Message, ...]:
    """Return what a notice to the petitioner says of the other clocks, in order; nothing where none runs.

    `kinds` were confirmed by an officer; `guessed` were only read in the text, so they add and never take
    away. `received` is the day of the petition, on which a request for relief interrupts the limit of
    arbitration. `on_paper` says that the notice can be kept as proof.
    """
    if nature not in ("", "claim") or path == PETITION_PATH:
        return ()
    about = families(kinds) if kinds else _USUAL | families(guessed)
    said: list[Message] = []
    if received is not None and on_paper:
        said.append(Message("clock.notice.keep-receipt", {"day": received}))
    said.extend(_not_extended(law, today))
    if "arbitration" in about:
        said.extend(_arbitration(law, calendar, today, received))
    said.extend(_limits(about, law, today))
    return (*said, Message("clock.notice.do-not-wait"))


def _not_extended(law: Law, on: date) -> Iterator[Message]:
    asking, suing = law.find("reconsideration_days", on), law.find("litigation_months", on)
    if asking is None or suing is None:
        return  # a letter of a time before any rule on record
    params = {"days": asking.value, "where": where(asking.citation)}
    params |= {"months": suing.value, "suit_where": where(suing.citation)}
    yield Message("clock.notice.not-extended", params)


def _arbitration(law: Law, calendar: Calendar, on: date, received: date | None) -> Iterator[Message]:
    limit, interrupts = law.find("arbitration_asking_years", on), law.find("arbitration_interruption", on)
    if limit is None or interrupts is None:
        return
    params = {"years": limit.value, "where": where(interrupts.citation)}
    yield Message("clock.notice.arbitration", params)
    if received is None or law.find("arbitration_interruption", received) is None:
        return
    facts = Facts(received, max(on, received))
    anew = clock("labour-arbitration", "asked-authority", facts, law, calendar)
    if anew.state == "open":
        code = f"clock.notice.arbitration-until{'-provisional' if anew.provisional else ''}"
        yield Message(code, {"day": received, "due": anew.due})


def _limits(about: Collection[str], law: Law, on: date) -> Iterator[Message]:
    for family, name, unit in _LIMITS:
        found = law.find(name, on)
        if family not in about or found is None:
            continue
        params = {unit: found.value, "where": where(found.citation)}
        employer = law.find("injury_employer_days", on)
        if family == "injury" and employer is not None:
            params["days"] = employer.value
        yield Message(f"clock.notice.{family}", params)
