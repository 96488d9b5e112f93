"""Groups in a graph of likenesses: average linkage (Sokal and Michener 1958); no edge counts as nought."""

import heapq
from collections.abc import Sequence

from huiyin.text.topics.graph import Near

TOGETHER = 0.05  # mean likeness over all pairs of two groups from which they are one
_SAME = 1e-9


def groups(near: Near, *, together: float = TOGETHER) -> list[list[int]]:
    """Return the groups of two and more, each in order; the same graph gives the same groups.

    The two groups that are most alike on average become one, again and again, until no two are alike enough.
    So a chain of messages in which each resembles the next does not run together.
    """
    links = _mutual(near)
    members: list[list[int]] = [[at] for at in range(len(links))]
    waiting = [
        (-value, at, other)
        for at, theirs in enumerate(links)
        for other, value in theirs.items()
        if at < other and value >= together
    ]
    heapq.heapify(waiting)
    while waiting:
        value, one, other = heapq.heappop(waiting)
        sizes = len(members[one]) * len(members[other])
        if not sizes or abs(links[one].get(other, 0.0) / sizes + value) > _SAME:
            continue  # one of them has become part of another by now
        _join(one, other, members, links)
        new = len(members) - 1
        for third, total in links[new].items():
            alike = total / (len(members[new]) * len(members[third]))
            if alike >= together:
                heapq.heappush(waiting, (-alike, third, new))
    return sorted(sorted(group) for group in members if len(group) > 1)


def _mutual(near: Near) -> Near:
    """Return the graph with every edge known at both its ends."""
    links: Near = [{} for _ in near]
    for at, theirs in enumerate(near):
        for other, value in theirs.items():
            links[at][other] = links[other][at] = value
    return links


def _join(one: int, other: int, members: list[list[int]], links: Near) -> None:
    """Put two groups together as a new one; its links are the sums of theirs."""
    sums: dict[int, float] = {}
    for part in (one, other):
        for third, total in links[part].items():
            if third not in (one, other):
                sums[third] = sums.get(third, 0.0) + total
    new = len(members)
    for third, total in sums.items():
        links[third].pop(one, None)
        links[third].pop(other, None)
        links[third][new] = total
    members.append(members[one] + members[other])
    members[one] = members[other] = []
    links[one] = links[other] = {}
    links.append(sums)


def apart(near: Near, which: Sequence[Sequence[int]], *, left: float = 0.5) -> None:
    """Weaken the likenesses inside what was said not to be one matter, to `left` of what they are."""
    for group in which:
        inside = set(group)
        for at in inside:
            for other in inside & near[at].keys():
                near[at][other] *= left
