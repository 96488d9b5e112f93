"""How well topics are found: best-match F1 against clusters that others made, and the rank of known big ones.

Best match: for each reference cluster the best F1 of any topic found, averaged over the clusters. The teams'
clusters differ much among each other, so their own agreement is told beside it, and the clusters of a matter
that two sources agree on are measured apart.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from huiyin.evaluation.sources import day_in, rows
from huiyin.text.topics import Message, State, Topic, peak, update

MESSAGES = "messages/one_city_2019.csv.gz"
TEAMS = "topics/contest_teams.csv"
SILVER = "topics/keyword_silver.csv"
# Five affairs that the city's papers wrote about, by words their names in the silver file begin with.
KNOWN = ("丽发新城", "伊景园滨河苑", "五矿万境K9县", "魅力之城", "58车贷")
TOP = 10
AGREED = 0.5  # F1 with a cluster of another source from which two mean the same affair
_SAME_AFFAIR = 0.3  # of the smaller cluster in common
Found = Sequence[Collection[int]]


@dataclass(frozen=True)
class Cluster:
    """A reference cluster: who made it, its name, its messages."""

    source: str
    name: str
    members: frozenset[int]


def f1(one: Collection[int], other: Collection[int]) -> float:
    """Return how alike two clusters are: twice what they share by what they hold together."""
    return 2 * len(set(one) & set(other)) / (len(one) + len(other))


def best(cluster: Cluster, found: Found) -> float:
    """Return the best F1 of any cluster found with a reference cluster."""
    return max((f1(cluster.members, group) for group in found), default=0.0)


def best_match(clusters: Sequence[Cluster], found: Found) -> float:
    """Return the mean of the best F1 over reference clusters."""
    return round(sum(best(c, found) for c in clusters) / len(clusters), 4) if clusters else 0.0


def messages(folder: Path) -> list[Message]:
    """Return one city's messages; the area is not read, the person is the user."""
    return [
        Message(int(row["id"]), row["title"], row["text"], day_in(row["time"]), "", row["user"])
        for row in rows(folder / MESSAGES)
    ]


def references(folder: Path) -> list[Cluster]:
    """Return the clusters of the contest's teams and those found by keyword (`silver`)."""
    found: dict[tuple[str, str], set[int]] = {}
    for row in rows(folder / TEAMS):
        found.setdefault((row["team"], row["问题ID"]), set()).add(int(row["留言编号"]))
    for row in rows(folder / SILVER):
        found.setdefault(("silver", row["topic"]), set()).add(int(row["留言编号"]))
    return [Cluster(source, name, frozenset(members)) for (source, name), members in found.items()]


def evaluate(folder: Path) -> dict[str, Any]:
    """Return best-match F1 by source, the known affairs' ranks, and whether small updates change anything."""
    told, clusters = messages(folder), references(folder)
    began = perf_counter()
    state = update(State(), told)
    seconds = perf_counter() - began
    found = [topic.members for topic in state.topics]
    agreed = [c for c in clusters if c.source != "silver" and _confirmed(c, clusters)]
    chosen_on, held_out = _parts([c for c in clusters if c in agreed or c.source == "silver"])
    sources = dict.fromkeys(c.source for c in clusters)
    return {
        "best_match_f1": {
            "teams_agreed": best_match(agreed, found),
            "silver": best_match([c for c in clusters if c.source == "silver"], found),
            "parameters_chosen_on": best_match(chosen_on, found),
            "held_out": best_match(held_out, found),
        },
        "by_team": {
            source: best_match([c for c in clusters if c.source == source], found)
            for source in sources
            if source != "silver"
        },
        "teams_among_each_other": _ceiling(clusters, [s for s in sources if s != "silver"]),
        "clusters": [
            {"source": c.source, "name": c.name, "messages": len(c.members), "f1": round(best(c, found), 3)}
            for c in clusters
        ],
        "agreed_clusters": len(agreed),
        "known": _known(state, clusters),
        "known_in_top": sum(one["rank"] <= TOP for one in _known(state, clusters).values()),
        "incremental": _incremental(told, state),
        "topics": len(found),
        "messages": len(told),
        "seconds": round(seconds, 1),
    }


def _confirmed(cluster: Cluster, clusters: Sequence[Cluster]) -> bool:
    return any(f1(cluster.members, c.members) >= AGREED for c in clusters if c.source != cluster.source)


def _parts(clusters: Sequence[Cluster]) -> tuple[list[Cluster], list[Cluster]]:
    """Return the clusters of every other affair, for choosing parameters, and those of the rest.

    Clusters that share messages are of one affair and stay together; affairs by their first message.
    """
    affairs: list[list[Cluster]] = []
    for cluster in sorted(clusters, key=lambda c: (min(c.members), c.source)):
        for affair in affairs:
            if any(_one_affair(cluster, other) for other in affair):
                affair.append(cluster)
                break
        else:
            affairs.append([cluster])
    first, rest = affairs[::2], affairs[1::2]
    return [c for affair in first for c in affair], [c for affair in rest for c in affair]


def _one_affair(one: Cluster, other: Cluster) -> bool:
    smaller = min(len(one.members), len(other.members))
    return len(one.members & other.members) >= _SAME_AFFAIR * smaller


def _ceiling(clusters: Sequence[Cluster], sources: Sequence[str]) -> Mapping[str, float]:
    """Return for each team how well the clusters of all others together match its own."""
    return {
        source: best_match(
            [c for c in clusters if c.source == source], [c.members for c in clusters if c.source != source]
        )
        for source in sources
    }


def _known(state: State, clusters: Sequence[Cluster]) -> dict[str, dict[str, Any]]:
    """Return for each known affair the rank, by its highest heat, of the topic that matches it best."""
    ranked = sorted(state.topics, key=lambda t: -_peak(state, t))
    found: dict[str, dict[str, Any]] = {}
    for name in KNOWN:
        cluster = next(c for c in clusters if c.source == "silver" and c.name.startswith(name))
        at = max(range(len(ranked)), key=lambda i: (f1(cluster.members, ranked[i].members), -i))
        topic = ranked[at]
        found[name] = {
            "rank": at + 1,
            "f1": round(f1(cluster.members, topic.members), 3),
            "petitions": topic.petitions,
            "persons": topic.persons,
        }
    return found


def _peak(state: State, topic: Topic) -> float:
    return peak(state.heard(topic), focus=topic.focus)


def _incremental(told: Sequence[Message], whole: State) -> dict[str, Any]:
    """Return whether a year in quarters ends in the groups of one run, and which numbers, titles stayed."""
    ordered = sorted(told, key=lambda message: (message.day, message.id))
    state, step = State(), -(-len(ordered) // 4)
    before: State | None = None
    for first in range(0, len(ordered), step):
        before, state = state, update(state, ordered[first : first + step])
    same = {topic.members for topic in state.topics} == {topic.members for topic in whole.topics}
    earlier = {topic.id: topic.title for topic in (before.topics if before else ())}
    stayed = [topic for topic in state.topics if topic.id in earlier]
    kept = sum(topic.title == earlier[topic.id] for topic in stayed)
    return {
        "same_groups": same,
        "topics_before": len(earlier),
        "numbers_kept": len(stayed),
        "titles_kept": kept,
    }
