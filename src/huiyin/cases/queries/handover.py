"""What a handover (工作交接) would move: whose work, to whom, item by item, and what cannot go and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Countersign, Matter, Task
from huiyin.cases.queries.countersigning import SIGN_ALONG
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import SEES_THE_BRANCH, Actor

STAYS = 0  # the choice for a single item that is not handed over


@dataclass(frozen=True)
class Item:
    """One piece of open work; `hindrance` is the code of why the taker cannot have it, or empty."""

    code: str  # matter:5, task:7, countersign:9
    kind: str
    number: str
    headline: str
    taker: int
    hindrance: str


@dataclass(frozen=True)
class Plan:
    """What would go over and what stays."""

    goes: Sequence[Item]
    stays: Sequence[Item]


def who_may_hand_over(actor: Actor) -> Sequence[orgs.StaffRow]:
    """Return whose work the actor may hand over: the own, and that of everybody at the offices one heads.

    Also of those whose account was closed: see `left`.
    """
    headed = sorted(actor.offices("work.hand_over"))
    rows = {c.id: c for office in headed for c in (*orgs.colleagues(office), *orgs.closed_accounts(office))}
    if actor.office is not None:
        rows |= {c.id: c for c in orgs.colleagues(actor.office) if c.id == actor.staff}
    return list(rows.values())


def left(actor: Actor) -> frozenset[int]:
    """Return who of the offices one heads has no account any more."""
    headed = actor.offices("work.hand_over")
    return frozenset(c.id for office in headed for c in orgs.closed_accounts(office))


def takers(giver: int, *, all_of_them: bool = False) -> Sequence[orgs.StaffRow]:
    """Return the colleagues of the giver's offices who can take work on; the giver only among all.

    Those who can work on a matter; for whoever answers for a branch also the others who do, who can lead its
    backlog matters.
    """
    posts = orgs.posts_of(giver)
    leads = all_of_them or any(post.role in SEES_THE_BRANCH for post in posts)
    rows: dict[int, orgs.StaffRow] = {}
    for office in sorted({post.office for post in posts}):
        rows |= {c.id: c for c in orgs.case_workers(office)}
        led = orgs.colleagues(office) if leads else ()
        rows |= {c.id: c for c in led if SEES_THE_BRANCH & set(c.roles)}
    return [row for key, row in rows.items() if all_of_them or key != giver]


def plan(giver: int, taker: int, *, by: Actor, named: Mapping[str, int] | None = None) -> Plan:
    """Return what a handover would move, item by item; only work on matters the actor may see is shown."""
    if not giver:
        raise Invalid("cases.whose_work", field="giver")
    if giver != by.staff and giver not in {c.id for c in who_may_hand_over(by)}:
        raise NotAllowed("cases.not_your_part")
    able = takers(giver)
    if taker not in {c.id for c in able} or any(
        t not in {STAYS, *(c.id for c in able)} for t in (named or {}).values()
    ):
        raise Invalid("cases.not_a_colleague", field="taker")
    items = [
        _item(kind, key, matter, (named or {}).get(f"{kind}:{key}", taker))
        for kind, key, matter in _work(giver, by)
    ]
    return Plan([i for i in items if not i.hindrance], [i for i in items if i.hindrance])


def _work(giver: int, by: Actor) -> Sequence[tuple[str, int, Matter]]:
    seen = visible(by)
    matters = seen.filter(handler_id=giver, active=True).order_by("id")
    tasks = Task.objects.filter(staff_id=giver, closed_at__isnull=True, matter__in=seen)
    asked = Countersign.objects.filter(
        staff_id=giver,
        answer="",
        letter__discarded=False,
        letter__number__isnull=True,
        letter__matter__in=seen,
    )
    return [
        *(("matter", m.pk, m) for m in matters),
        *(("task", t.pk, t.matter) for t in tasks.select_related("matter").order_by("id")),
        *(
            ("countersign", c.pk, c.letter.matter)
            for c in asked.select_related("letter__matter").order_by("id")
        ),
    ]


def _item(kind: str, key: int, matter: Matter, taker: int) -> Item:
    return Item(
        f"{kind}:{key}", kind, matter.number, matter.headline, taker, _hindrance(kind, key, matter, taker)
    )


def _hindrance(kind: str, key: int, matter: Matter, taker: int) -> str:
    """Return why somebody cannot take a piece of work, as a code."""
    if taker == STAYS:
        return "kept"
    if recused_from(matter.pk, [taker]):
        return "recused"
    if matter.restricted and taker not in {
        c.id for c in orgs.colleagues(matter.office_id, role="accusation-officer")
    }:
        return "restricted"
    if not _works_on(kind, matter, taker):
        return "elsewhere"
    return "asked" if kind == "countersign" and _asked_already(key, taker) else ""


def _works_on(kind: str, matter: Matter, taker: int) -> bool:
    """Return whether somebody holds a post for this sort of work: a matter needs one at its office."""
    if kind == "matter":
        return taker in {c.id for c in orgs.case_workers(matter.office_id)}
    return bool({post.role for post in orgs.posts_of(taker)} & SIGN_ALONG)


def _asked_already(countersign: int, taker: int) -> bool:
    letter = Countersign.objects.filter(pk=countersign).values("letter")
    return Countersign.objects.filter(letter__in=letter, staff_id=taker, answer="").exists()
