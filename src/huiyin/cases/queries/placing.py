"""Which office a matter belongs to, and to which units it can be handed without an act of the law."""

from collections.abc import Sequence

from huiyin.cases.rules.offices import OfficeFacts, OfficeProposal, is_named, propose_offices
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import OfficeRow, one_authority


def may_see_accusation(offices: Sequence[OfficeRow], words: str) -> Sequence[OfficeRow]:
    """Return the offices that a possible accusation may go to: not the accused, somebody named (art 30)."""
    named = orgs.named_for_accusations()
    return [o for o in offices if o.id in named and not is_named(o.name, words)]


def proposals(
    offices: Sequence[OfficeRow], *, here: int, field: str, division: str, place: str = ""
) -> Sequence[OfficeProposal]:
    """Return the offices that fit best, best first, with the reasons; a person decides.

    `place` is how the division is called, for the reasons.
    """
    facts = [OfficeFacts(o.id, o.name, o.kind, o.division or "", o.parent, o.fields) for o in offices]
    return propose_offices(field=field, division=division, place=place, here=here, offices=facts)


def units(offices: Sequence[OfficeRow], *, here: int) -> Sequence[OfficeRow]:
    """Return the other units of the same authority."""
    own = next((o for o in offices if o.id == here), None)
    return [o for o in offices if own and o.id != here and one_authority(own, o)]
