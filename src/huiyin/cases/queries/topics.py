"""What gathers now, in the actor's own scope: topics with petitions and persons, and the matters of one.

Four queries at most, whatever there is. Persons are counted by keyed digests that never leave this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from huiyin.base.errors import NotFound
from huiyin.cases.models import Matter, Petition, Topic, TopicMember
from huiyin.cases.queries.lists import PAGE
from huiyin.cases.queries.same import Glance, glance
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.topics import WINDOW, Counted, by, enough, persons_of, recent
from huiyin.foundation.own import threshold
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import large_enough
from huiyin.text import topics as texts

SHOWN = 30
_LOOKED_AT = 120  # of the hottest that hold a matter in scope
_EXAMPLES = 3
_READ = (
    "matter__topic_members__topic",
    "matter__topic_members__place",
    "matter",
    "matter__headline",
    "matter__division",
    "matter__kind",
    "received_on",
    "persons",
    "person__id_index",
    "person__phone_index",
    "person__name_index",
    "text_index",
)


@dataclass(frozen=True)
class TopicRow:
    """A topic in the actor's scope; `now` and `before` are persons of four weeks, None where too few."""

    id: int
    title: str
    named: bool
    petitions: int
    persons: int
    now: int | None
    before: int | None
    first: date
    last: date
    areas: Mapping[str, int]
    kinds: Mapping[str, int]
    examples: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Gathered:
    """The hottest topics in scope; `too_small` counts those with too few persons to show to the actor."""

    rows: Sequence[TopicRow]
    too_small: int
    exported: bool
    small: int  # persons; fewer are not shown to who sees aggregates only
    areas: Sequence[str]
    kinds: Sequence[str]


@dataclass(frozen=True)
class TopicPage:
    """One topic with a page of its matters that the actor may see; `after` is the key of the next page."""

    id: int
    title: str
    named: bool
    apart: bool
    decidable: bool
    rows: Sequence[Glance]
    after: str


def person_key(id_index: str | None, phone: str | None, name: str | None, text: str) -> str:
    """Return a digest that tells one person from another; who left no mark is told by the words."""
    return id_index or phone or name or f"text:{text}"


def gathered(actor: Actor, *, on: date, area: str = "", kind: str = "") -> Gathered:
    """Return what gathers now in the actor's scope, the hottest first, of one area or kind when asked.

    Officers see every topic of three persons in the matters they may open. Who sees aggregates only sees no
    topic, area, kind or stretch of weeks with fewer persons than the small-cell limit, and no headline.
    """
    scope, exported = _scope(actor)
    small = threshold(settings.HUIYIN_HOME, "small_cell", on)
    there = scope.filter(received_on__gt=on - WINDOW)
    if area:
        there = there.filter(division=area)
    if kind:
        there = there.filter(kind=kind)
    members = TopicMember.objects.filter(matter__in=there.values("pk")).values("topic")
    topics = {
        t.pk: t for t in Topic.objects.filter(apart=False, pk__in=members).order_by("-heat")[:_LOOKED_AT]
    }
    found: dict[int, list[tuple[Any, ...]]] = {key: [] for key in topics}
    rows = Petition.objects.filter(matter__in=there.values("pk"), matter__topic_members__topic__in=topics)
    for topic, *row in rows.order_by("pk").values_list(*_READ):
        found[topic].append(tuple(row))
    shown, too_small = list[tuple[float, TopicRow]](), 0
    for key, read in found.items():
        counted = [_counted(one) for one in read]
        if enough(persons_of(counted), exported=exported, small=small):
            row = _row(topics[key], read, counted, on, small if exported else 0)
            shown.append((_heat(topics[key], counted, on), row))
        else:
            too_small += 1
    best = [row for _heat_of, row in sorted(shown, key=lambda pair: (-pair[0], pair[1].id))][:SHOWN]
    areas = sorted({name for row in best for name in row.areas if name})
    kinds = sorted({name for row in best for name in row.kinds if name})
    return Gathered(best, too_small, exported, small, areas, kinds)


def _scope(actor: Actor) -> tuple[QuerySet[Matter], bool]:
    """Return the matters whose numbers an actor may read, and whether those are numbers only."""
    if "matter.read" in actor.may:
        return visible(actor).filter(restricted=False), False
    offices = actor.offices("aggregate.read")
    return Matter.objects.filter(office_id__in=offices, restricted=False), True


def _counted(row: Sequence[Any]) -> Counted:
    _place, _matter, _headline, area, kind, day, persons, *marks = row
    return Counted(day, area, kind, person_key(*marks), persons)


def _heat(topic: Topic, counted: Sequence[Counted], on: date) -> float:
    return texts.heat([texts.Heard(one.day, one.who) for one in counted], on=on, focus=topic.focus)


def _row(
    topic: Topic, read: Sequence[tuple[Any, ...]], counted: Sequence[Counted], on: date, small: int
) -> TopicRow:
    now, before = recent(counted, on=on)
    areas, kinds = by(counted, "area"), by(counted, "kind")
    best = sorted({(place, matter): words for place, matter, words, *_rest in read}.items(), reverse=True)
    apart = {words: (place, matter) for (place, matter), words in best}  # the same headline once
    return TopicRow(
        id=topic.pk,
        title=topic.title,
        named=topic.named,
        petitions=len(counted),
        persons=persons_of(counted),
        now=_shown(now, small),
        before=_shown(before, small),
        first=min(one.day for one in counted),
        last=max(one.day for one in counted),
        areas=large_enough(areas, small=small) if small else areas,
        kinds=large_enough(kinds, small=small) if small else kinds,
        examples=() if small else _examples(apart, topic.title),
    )


def _examples(headlines: Mapping[str, tuple[int, int]], title: str) -> Sequence[tuple[int, str]]:
    """Return a few headlines with their matters, those closest to the topic first; its title says more."""
    said = title.replace(" ", "")
    told = {words: at for words, at in headlines.items() if words.replace(" ", "") not in said}
    nearest = sorted((place, matter, words) for words, (place, matter) in told.items())
    return [(matter, words) for _place, matter, words in nearest[:_EXAMPLES]]


def _shown(persons: int, small: int) -> int | None:
    return persons if persons == 0 or persons >= small else None


def topic(actor: Actor, topic_id: int, *, after: str = "", size: int = PAGE) -> TopicPage:
    """Return a topic with those of its matters that the actor may see, newest first. Raises NotFound."""
    mine = visible(actor).filter(restricted=False, topic_members__topic=topic_id)
    row = Topic.objects.filter(pk=topic_id).first()
    seen = mine.count() if row else 0
    if row is None or not seen:
        raise NotFound("topics.none")
    page = mine.select_related("office").order_by("-pk")
    if after.isdecimal() and len(after) <= len(str(2**62)):
        page = page.filter(pk__lt=int(after))
    found = list(page[: size + 1])
    decidable = "topic.decide" in actor.may and 2 * seen >= row.members.count()
    more = str(found[size - 1].pk) if len(found) > size else ""
    shown = [glance(m) for m in found[:size]]
    return TopicPage(row.pk, row.title, row.named, row.apart, decidable, shown, more)
