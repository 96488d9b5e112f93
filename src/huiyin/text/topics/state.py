"""Topics from day to day: messages come in, the groups follow from all of them, numbers and names stay.

The groups depend on the messages alone and not on the order in which they came, so many small updates give
exactly what one run from scratch gives. What carries over is only which number and which title a group has,
and what an officer said of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from huiyin.text.topics import graph, naming
from huiyin.text.topics.days import FEWEST, Heard, heat
from huiyin.text.topics.features import Features, features
from huiyin.text.topics.grouping import apart, groups

_ONE = 0.5  # of an earlier topic's members in a group, or of the group's in it: it is that topic


@dataclass(frozen=True)
class Message:
    """A petition: its words, day and area, and a key of the person that says nothing of who it is.

    `about` is its kind of matter in words, where known: many of one kind give a topic that name.
    """

    id: int
    title: str
    text: str
    day: date
    area: str
    person: str
    about: str = ""


@dataclass(frozen=True)
class Kept:
    """What is kept in memory of a message: no more than finding and naming groups takes."""

    heard: Heard
    area: str
    features: Features
    told: naming.Told


@dataclass(frozen=True)
class Topic:
    """Messages about one matter; `named`: an officer gave the title, `apart`: it was said to be none."""

    id: int
    title: str
    members: tuple[int, ...]
    focus: float = 1.0
    named: bool = False
    apart: bool = False
    petitions: int = 0
    persons: int = 0
    first: date = date.min
    last: date = date.min
    areas: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    closest: tuple[int, ...] = ()


@dataclass(frozen=True)
class State:
    """All that a run hands to the next one."""

    kept: Mapping[int, Kept] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    next_id: int = 1

    def heard(self, topic: Topic) -> list[Heard]:
        """Return the petitions of a topic as they are counted."""
        return [self.kept[key].heard for key in topic.members if key in self.kept]

    def hottest(self, on: date) -> list[Topic]:
        """Return the topics that stand, the hottest on a day first."""
        shown = [topic for topic in self.topics if not topic.apart]
        return sorted(shown, key=lambda t: (-heat(self.heard(t), on=on, focus=t.focus), t.id))


def update(state: State, new: Iterable[Message], *, since: date | None = None) -> State:
    """Return the state with new messages, and without those before a day; topics keep numbers and titles."""
    kept = dict(state.kept)
    kept.update((message.id, _kept(message)) for message in new)
    if since is not None:
        kept = {key: one for key, one in kept.items() if one.heard.day >= since}
    order = sorted(kept)
    there = graph.space([kept[key].features for key in order])
    near = graph.neighbours(there)
    place = {key: at for at, key in enumerate(order)}
    told_apart = [t.members for t in state.topics if t.apart]
    apart(near, [[place[key] for key in members if key in place] for members in told_apart])
    found = [[order[at] for at in group] for group in groups(near)]
    found = [group for group in found if len({kept[key].heard.person for key in group}) >= FEWEST]
    given = _numbers(state.topics, found)
    about = _Whole(kept, near, place, naming.spread([kept[key].told for key in order]))
    spread = graph.spread_of(there)
    next_id, topics = state.next_id, list[Topic]()
    for at, group in enumerate(found):
        before = given.get(at, Topic(next_id, "", ()))
        focus = graph.focus(there, [place[key] for key in group], spread)
        topic = _described(replace(before, members=tuple(group), focus=focus), about)
        if topic.title:  # messages with no words in common that tell them from others are no topic
            topics.append(topic)
            next_id += topic.id == next_id
    there_still = {topic.id for topic in topics}
    topics += [
        t for t in state.topics if t.apart and t.id not in there_still and place.keys() & set(t.members)
    ]
    return State(kept, tuple(sorted(topics, key=lambda t: t.id)), next_id)


@dataclass(frozen=True)
class _Whole:
    """All messages, as describing one topic needs them."""

    kept: Mapping[int, Kept]
    near: graph.Near
    place: Mapping[int, int]
    titles: Mapping[str, int]


def _kept(message: Message) -> Kept:
    said = naming.told(message.person, message.title, message.text, message.about)
    return Kept(Heard(message.day, message.person), message.area, features(message.title, message.text), said)


def _numbers(before: Sequence[Topic], found: Sequence[Sequence[int]]) -> dict[int, Topic]:
    """Return which earlier topic each group is: the one with most members in common, each topic once."""
    where = {key: at for at, group in enumerate(found) for key in group}
    common: list[tuple[int, int, int]] = []
    for number, topic in enumerate(before):
        counted = Counter(where[key] for key in topic.members if key in where)
        for at, n in counted.items():
            of_topic, of_group = n / len(topic.members), n / len(found[at])
            enough = min(of_topic, of_group) if topic.apart else max(of_topic, of_group)
            if enough >= _ONE:
                common.append((-n, number, at))
    given: dict[int, Topic] = {}
    taken: set[int] = set()
    for _n, number, at in sorted(common):
        if number not in taken and at not in given:
            given[at] = before[number]
            taken.add(number)
    return given


def _described(topic: Topic, about: _Whole) -> Topic:
    """Return a topic with size, days, areas, title and examples."""
    here = [about.kept[key] for key in topic.members]
    told = [one.told for one in here]
    days = [one.heard.day for one in here]
    rows = {about.place[key] for key in topic.members}
    central = {
        key: sum(v for other, v in about.near[about.place[key]].items() if other in rows)
        for key in topic.members
    }
    closest = sorted(topic.members, key=lambda key: (-central[key], key))
    return replace(
        topic,
        title=_title(topic, told, about),
        petitions=len(here),
        persons=len({one.heard.person for one in here}),
        first=min(days),
        last=max(days),
        areas=dict(Counter(one.area for one in here).most_common()),
        examples=naming.examples([about.kept[key].told for key in closest], naming.shared(told)),
        closest=tuple(closest),
    )


def _title(topic: Topic, told: Sequence[naming.Told], about: _Whole) -> str:
    """Return the title so far as long as it fits: given by an officer, or still words of three persons."""
    if topic.named:
        return topic.title
    title = naming.title(told, about.titles, len(about.kept))
    keeps = title and naming.names_a_matter(topic.title) and _fits(topic.title, told)
    return topic.title if keeps else title


def _fits(title: str, told: Sequence[naming.Told]) -> bool:
    about, _, words = title.rpartition(naming.KIND_AND_WORDS)
    if about != naming.kind_of(told):
        return False
    parts = words.lower().split()
    who = {one.person for one in told if any(part in one.phrases for part in parts)}
    return len(who) >= max(FEWEST, len({one.person for one in told}) / 3)
