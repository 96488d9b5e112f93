"""Service that is difficult: what counts as served and why, and what to try next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Status
from huiyin.base.errors import Invalid
from huiyin.law.parameters import Law, Parameter

WAYS = ("hand", "post", "electronic")
ADDRESSES = ("home", "work", "agent", "reception", "elsewhere", "electronic")
OUTCOMES = (
    "signed",  # by the petitioner, or on the postal receipt
    "agent-signed",
    "arrived",  # an electronic message reached the address named
    "refused",
    "absent",
    "moved",
    "returned",
    "sent",  # posted; nothing is known yet
)
# Which outcomes a way of service can have.
OUTCOMES_OF = {
    "hand": ("signed", "agent-signed", "refused", "absent", "moved"),
    "post": ("sent", "signed", "agent-signed", "refused", "returned", "moved"),
    "electronic": ("arrived", "returned"),
}
# Who opened an agent's power and consent to electronic service, and how it was said.
SAID_HOW = ("paper", "reception", "phone", "portal")


@dataclass(frozen=True)
class Tried:
    """One attempt: the day, the way, where, what came of it, and how many witnesses were named."""

    day: date
    way: str
    address: str
    outcome: str
    witnesses: int = 0


@dataclass(frozen=True)
class Span:
    """The days on which a consent or a power of an agent held; without an end it still holds."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether it held on a day; the day it ends no longer counts."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Verdict:
    """Whether an attempt counts as service: how, or why not; `rule` is what it rests on."""

    how: str  # as letters record it: hand, post, electronic, refused; empty when not served
    reason: str
    rule: Parameter | None = None

    @property
    def served(self) -> bool:
        """Return whether the letter counts as served."""
        return bool(self.how)

    @property
    def certain(self) -> bool:
        """Return whether the rule was confirmed in its text."""
        return self.rule is None or self.rule.citation.status is not Status.UNCONFIRMED


def checked_attempt(tried: Tried, *, signed_on: date, today: date) -> None:
    """Raise Invalid with the field to mend."""
    if tried.way not in WAYS:
        raise Invalid("cases.service_way_unknown", field="way")
    if tried.outcome not in OUTCOMES_OF[tried.way]:
        raise Invalid("reception.outcome_unknown", field="outcome")
    if tried.address not in ADDRESSES:
        raise Invalid("reception.address_missing", field="address")
    if not signed_on <= tried.day <= today:
        raise Invalid("cases.service_day_impossible", field="day", signed=signed_on.isoformat())


def verdict(tried: Tried, *, law: Law, consents: Sequence[Span] = (), agents: Sequence[Span] = ()) -> Verdict:
    """Return whether an attempt counts as service of the letter, by which rule, and why."""
    way = "post" if tried.way == "post" else "hand"
    names = {
        "signed": "receipt_day",
        "agent-signed": "agent_receipt",
        "arrived": "electronic_service",
        "refused": "refusal_witnesses",
    }
    if tried.outcome not in names:
        return Verdict("", tried.outcome)
    rule = law.parameter(names[tried.outcome], tried.day)
    found = {
        "signed": (True, way, f"signed-{way}", ""),
        "agent-signed": (any(a.holds(tried.day) for a in agents), way, "agent", "no-agent"),
        "arrived": (any(c.holds(tried.day) for c in consents), "electronic", "consent", "no-consent"),
        "refused": (
            tried.way == "hand" and tried.witnesses >= int(rule.value),
            "refused",
            "witnessed",
            "no-witnesses",
        ),
    }
    counts, how, why, why_not = found[tried.outcome]
    return Verdict(how, why, rule) if counts else Verdict("", why_not, rule)


@dataclass(frozen=True)
class NextStep:
    """What to try next, with the reason; an officer decides."""

    step: str
    reason: str


def next_step(
    tried: Sequence[Tried],
    *,
    law: Law,
    today: date,
    consents: Sequence[Span] = (),
    agents: Sequence[Span] = (),
) -> NextStep:
    """Return the next try to propose for a letter that is not served, from what was tried so far."""
    last = tried[-1].outcome if tried else ""
    absent = sum(t.outcome == "absent" for t in tried)
    often = absent >= int(law.parameter("tries_by_hand", today).value)
    agent = any(a.holds(today) for a in agents) and not any(t.address == "agent" for t in tried)
    electronic = any(c.holds(today) for c in consents) and not any(t.way == "electronic" for t in tried)
    proposals = (
        (last == "sent", NextStep("wait-for-post", "posted")),
        (last == "refused", NextStep("with-witnesses", "refused-without")),
        (agent, NextStep("to-agent", "agent-named")),
        (electronic, NextStep("electronic", "consent-given")),
        (last in {"moved", "returned"}, NextStep("ask-address", "address-wrong")),
        (often and any(t.way == "post" for t in tried), NextStep("ask-neighbourhood", "hand-and-post-vain")),
        (often, NextStep("post", "absent-often")),
        (absent > 0, NextStep("another-time", "absent-once")),
    )
    return next((step for holds, step in proposals if holds), NextStep("hand", "nothing-tried"))
