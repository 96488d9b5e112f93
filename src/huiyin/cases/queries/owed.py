"""What an officer's offices have to do, and what of it is overdue, due today, due within a week."""

from datetime import date, timedelta

from django.db.models import F, Q

from huiyin.cases.queries.scope import to_review
from huiyin.orgs.rules import Actor

# The law owes each petitioner an answer of the own, also where the matter is handled with another.
STILL_OWED = frozenset({"tell", "forward"})
# The leading matter was passed on to another office or withdrawn: what is joined to it comes back into sight.
_LEADER_GONE = ~Q(joined_to__office_id=F("office_id")) | Q(joined_to__stage="withdrawn")
SENT_BACK = Q(stage="objected")  # of what was sent on, only this is to be done here


def due_when(when: str, today: date) -> Q:
    """Return what is overdue, for a week at most, for the week before that, due today, soon, later, never."""
    week = timedelta(days=7)
    return {
        "overdue": Q(next_due__lt=today),
        "newly": Q(next_due__lt=today, next_due__gte=today - week),
        "earlier": Q(next_due__lt=today - week, next_due__gte=today - 2 * week),
        "today": Q(next_due=today),
        "week": Q(next_due__gt=today, next_due__lte=today + week),
        "later": Q(next_due__gt=today + week),
        "none": Q(next_due__isnull=True),
    }[when]


def falls_to(actor: Actor) -> Q:
    """Return what falls to an officer in person, of all that is open where the officer works.

    What was given to the officer; where the officer registers, what nobody has answered yet or was given, and
    what was sent back; where the officer heads, what is sorted and given to nobody; possible accusations that
    nobody has, for those named for them; and the reviews to decide.
    """
    found = Q(handler_id__in=actor.people)
    if here := actor.offices("petition.register"):
        found |= Q(office_id__in=here) & (Q(handler__isnull=True) | Q(stage="registered"))
        found |= SENT_BACK & Q(registered_at_id__in=here)
    if headed := actor.offices("work.hand_over"):
        found |= Q(office_id__in=headed, handler__isnull=True) & ~Q(kind="")
    if named := actor.offices("matter.read_restricted"):
        found |= Q(office_id__in=named, handler__isnull=True, restricted=True)
    reviewed = actor.offices("matter.review")
    return found | to_review(reviewed) if reviewed else found


def to_do(actor: Actor) -> Q:
    """Return what an officer's offices have to do: what is open there, what they sent and review besides.

    What was joined to another matter is done there, but for the answer that each petitioner is owed.
    """
    return open_here(actor) & (Q(joined_to=None) | Q(next_duty__in=STILL_OWED) | _LEADER_GONE)


def open_here(actor: Actor) -> Q:
    """Return what is open at an officer's offices, objections to what they sent, and reviews to decide."""
    here, reviewed = actor.offices("matter.read"), actor.offices("matter.review")
    open_ones = Q(office_id__in=here) | (SENT_BACK & Q(registered_at_id__in=here))
    return Q(active=True) & (open_ones | to_review(reviewed) if reviewed else open_ones)
