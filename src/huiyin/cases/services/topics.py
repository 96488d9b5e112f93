"""Topics gathered from petitions once a night; an officer gives one a name or says that it is not one matter.

Words are opened in memory; nothing of them is kept but titles, each phrase of which several persons used.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases import persons
from huiyin.cases.models import Matter, Petition, Topic, TopicMember
from huiyin.cases.queries.scope import visible
from huiyin.cases.queries.topics import person_key
from huiyin.cases.rules.topics import LONGEST_TITLE, WINDOW
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor
from huiyin.text import redact
from huiyin.text import topics as texts
from huiyin.text.taxonomy import kinds

MOST = 30_000  # matters, the newest: time and memory grow faster than their number
_CHUNK = 500
_SAY_NOTHING = frozenset({"G1", "G9", "N9"})  # kinds for all that has no kind
_BRACKETS = re.compile(r"\(.*\)")
_MOSTLY = 0.5  # of a topic's matters an officer must see to decide about all of it


def gather(*, at: datetime) -> int:
    """Find the topics of the last half year anew; return how many stand. Repeating it changes nothing.

    A topic that was found before keeps its row, its title and what an officer said of it.
    """
    today = local_day(at)
    earlier = _earlier()
    begun = texts.State(topics=tuple(earlier.values()), next_id=max(earlier, default=0) + 1)
    state = texts.update(begun, _messages(since=today - WINDOW))
    with transaction.atomic():
        return _keep(state, at=at)


def _earlier() -> dict[int, texts.Topic]:
    members: dict[int, list[int]] = {}
    for topic, matter in TopicMember.objects.order_by("topic", "matter").values_list("topic", "matter"):
        members.setdefault(topic, []).append(matter)
    return {
        row.pk: texts.Topic(row.pk, row.title, tuple(members[row.pk]), named=row.named, apart=row.apart)
        for row in Topic.objects.order_by("pk")
        if row.pk in members
    }


def _messages(*, since: date) -> Iterator[texts.Message]:
    """Yield the first petition of each of the newest matters. A possible accusation is never among them."""
    rows = Matter.objects.filter(restricted=False, received_on__gte=since).exclude(nature="accusation")
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])
    for begin in range(0, len(keys), _CHUNK):
        part = keys[begin : begin + _CHUNK]
        found = Petition.objects.filter(matter__in=part).select_related("matter", "person").order_by("pk")
        first: dict[int, Petition] = {}
        for petition in found:
            first.setdefault(petition.matter_id, petition)
        for petition in first.values():
            said = _words(petition)
            if said.text:
                yield texts.Message(
                    petition.matter_id,
                    said.title or petition.matter.headline,
                    said.text,
                    petition.received_on,
                    petition.matter.division,
                    _who(petition),
                    _about(petition),
                )


def _words(petition: Petition) -> persons.Words:
    try:
        return persons.words_of(petition)
    except crypto.Erased:
        return persons.Words("", "")


def _about(petition: Petition) -> str:
    """Return the kind of matter in words, as decided or else proposed; nothing where it says nothing."""
    proposed = petition.proposed or {}
    offered = [] if proposed.get("abstain", True) else proposed.get("kinds", [])
    code = petition.matter.kind or next((one["code"] for one in offered), "")
    if code not in kinds() or code in _SAY_NOTHING:
        return ""
    return _BRACKETS.sub("", kinds()[code].name("zh")).removeprefix("其他")


def _who(petition: Petition) -> str:
    person = petition.person
    return person_key(person.id_index, person.phone_index, person.name_index, petition.text_index)


def _keep(state: texts.State, *, at: datetime) -> int:
    """Write what was found; what an officer decided in the meantime stays as it is."""
    rows = {row.pk: row for row in Topic.objects.select_for_update()}
    today = local_day(at)
    stay: set[int] = set()
    for topic in state.topics:
        row = rows.get(topic.id) or Topic(title=topic.title, found=at)
        heat = round(texts.heat(state.heard(topic), on=today, focus=topic.focus), 3)
        title = row.title if row.named else topic.title[: 2 * LONGEST_TITLE]
        if row.pk is None or (row.title, row.heat, row.focus) != (title, heat, topic.focus):
            row.title, row.heat, row.focus = title, heat, topic.focus
            row.save()
        stay.add(row.pk)
        if topic.closest:
            _members(row, topic.closest)
    Topic.objects.filter(pk__in=rows.keys() - stay).delete()
    return sum(not topic.apart for topic in state.topics)


def _members(row: Topic, closest: Sequence[int]) -> None:
    wanted = {matter: place for place, matter in enumerate(closest)}
    known: Mapping[int, int] = dict(row.members.values_list("matter", "place"))
    if wanted == known:
        return
    row.members.exclude(matter__in=wanted).delete()
    TopicMember.objects.bulk_create(
        [TopicMember(topic=row, matter_id=matter, place=place) for matter, place in wanted.items()],
        update_conflicts=True,
        unique_fields=["topic", "matter"],
        update_fields=["place"],
    )


@transaction.atomic
def rename(topic_id: int, title: str, *, by: Actor, at: datetime) -> None:
    """Give a topic a name that stays. Raises NotFound, NotAllowed, Invalid.

    The name is read by everybody who sees one of the matters, so it holds nothing that points to a person.
    """
    row = _decidable(topic_id, by)
    said = " ".join(title.split())
    if not said:
        raise Invalid("topics.title_missing", field="title")
    if len(said) > LONGEST_TITLE:
        raise Invalid("topics.title_too_long", field="title", most=LONGEST_TITLE)
    if redact(said) != said:
        raise Invalid("topics.title_personal", field="title")
    if (row.title, row.named) == (said, True):
        return
    row.title, row.named, row.decided_by_id, row.decided = said, True, by.staff, at
    row.save()
    audit.record("topic.rename", actor=by.label, about=f"topic:{topic_id}", at=at)


@transaction.atomic
def say_apart(topic_id: int, *, by: Actor, at: datetime) -> None:
    """Say that a topic is not one matter: it is not shown again. Raises NotFound, NotAllowed."""
    _mark(topic_id, apart=True, by=by, at=at)


@transaction.atomic
def say_together(topic_id: int, *, by: Actor, at: datetime) -> None:
    """Take back that a topic is not one matter. Raises NotFound, NotAllowed."""
    _mark(topic_id, apart=False, by=by, at=at)


def _mark(topic_id: int, *, apart: bool, by: Actor, at: datetime) -> None:
    row = _decidable(topic_id, by)
    if row.apart == apart:
        return
    row.apart, row.decided_by_id, row.decided = apart, by.staff, at
    row.save()
    action = "topic.apart" if apart else "topic.together"
    audit.record(action, actor=by.label, about=f"topic:{topic_id}", at=at)


def _decidable(topic_id: int, by: Actor) -> Topic:
    """Return a topic about which an officer may decide: the officer sees at least half of its matters."""
    row = Topic.objects.select_for_update().filter(pk=topic_id).first()
    seen = TopicMember.objects.filter(
        topic=topic_id, matter__in=visible(by).filter(restricted=False).values("pk")
    ).count()
    if row is None or not seen:
        raise NotFound("topics.none")
    if "topic.decide" not in by.may:
        raise NotAllowed("cases.not_your_part")
    if seen < _MOSTLY * row.members.count():
        raise NotAllowed("topics.mostly_elsewhere")
    return row
