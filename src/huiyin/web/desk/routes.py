"""What the law floor proposes for a matter that is not sorted yet, shown in the form a person fills in."""

from collections.abc import Sequence
from datetime import date

from huiyin.base.messages import Message
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.standing import the_law
from huiyin.law.paths import Proposal, propose
from huiyin.text import Understanding
from huiyin.text.taxonomy import kinds


def proposed(view: MatterView, seen: Understanding | None, *, today: date) -> Sequence[Proposal]:
    """Return the proposed steps with their reasons; none once it was accepted or its kind is unclear."""
    code = view.kind or (seen.kind if seen else None) or ""
    nature = view.nature or (seen.nature.value if seen else "")
    if code not in kinds() or not nature or view.state.accepted_on is not None:
        return ()
    law, _calendar = the_law()
    kind, leg = kinds()[code], view.state.legs[-1]
    return propose(
        nature=nature,
        own=kind.own,
        usual_path=kind.path,
        office=leg.office,
        channel="transferred" if leg.transferred_in else "",
        law=law,
        on=today,
        department="" if kind.own else Message(f"department.{code}"),
    )
