"""Why somebody keeps out of a matter (回避, 信访工作条例 art 28), and who may order it."""

from huiyin.orgs.rules import Actor

ORDERED = "ordered"
STATED = ("kin", "interest", "own-decision", "relation")  # the reasons somebody gives for oneself
REASONS = (*STATED, ORDERED)


def may_order(actor: Actor, office: int, superior: int | None) -> bool:
    """Return whether the actor heads the office that has a matter, or the one above it."""
    return bool({office, superior} & actor.offices("matter.recuse"))
