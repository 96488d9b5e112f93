"""What the petitioner does after the answer: rates it, asks for review, takes the petition back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed
from huiyin.cases import persons, spine
from huiyin.cases.models import Act, Feedback, Note, Petition
from huiyin.cases.queries import group
from huiyin.cases.rules.given import plain
from huiyin.cases.standing import may_ask, standing
from huiyin.foundation import audit, crypto
from huiyin.foundation.insertion import insert
from huiyin.orgs.rules import PETITIONER

LONGEST_COMMENT = 2_000


@transaction.atomic
def rate(petition_id: int, *, petition_office: int, unit: int, comment: str, at: datetime) -> None:
    """Record what the petitioner thinks of the petition office and of the responsible unit (1 to 3 each).

    Once per petition; possible as soon as the matter was concluded. Raises NotAllowed, Invalid, Conflict.
    """
    petition = Petition.objects.select_related("matter", "person").get(pk=petition_id)
    if not {petition_office, unit} <= {1, 2, 3}:
        raise Invalid("cases.rating_missing", field="rating")
    if group.leading(petition).concluded_on is None:
        raise NotAllowed("cases.not_concluded_yet")
    said = plain(comment)[:LONGEST_COMMENT]
    erased = persons.is_erased(petition.person)  # then the marks count, and words have nothing to stand under
    sealed = b"" if erased else crypto.seal_text(crypto.open_key(petition.person.key), said, about="feedback")
    try:
        with transaction.atomic():
            insert(
                Feedback(
                    petition=petition,
                    petition_office=petition_office,
                    unit=unit,
                    comment_sealed=sealed,
                    at=at,
                )
            )
    except IntegrityError as again:
        raise Conflict("cases.rated_already") from again
    audit.record("feedback.give", actor=PETITIONER.label, about=f"petition:{petition.pk}", at=at)


@transaction.atomic
def ask_review(petition_id: int, *, reason: str, at: datetime) -> None:
    """Record that the petitioner asks the next higher body to review (复查) or re-examine (复核) the opinion.

    Late or not, it is taken in; what being late means is the reviewing body's to say (art 35, 36). The limit
    of each petitioner runs from the day on which the decision reached that one. In a matter that others were
    joined to, one request is enough: the review is of the whole matter.
    """
    petition = Petition.objects.select_related("matter").get(pk=petition_id)
    matter = spine.locked(group.leading(petition).pk)
    acts = group.as_served(list(Act.objects.filter(matter=matter)), group.served_to(petition))
    act = may_ask(standing(matter, acts, as_of=local_day(at)))
    if not act:
        raise NotAllowed("cases.no_review_now")
    own = group.answer_before(petition, act)
    fields = {"served_on": own.isoformat()} if own else {}
    spine.append(matter, act, on=local_day(at), by=PETITIONER, at=at, fields=fields)
    reason = plain(reason)[:LONGEST_COMMENT]
    if reason:
        key = crypto.open_key(matter.key)
        Note.objects.create(matter=matter, at=at, text_sealed=crypto.seal_text(key, reason, about="note"))
