"""Joined and parted again: nothing of the record moves, whatever the order."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases import spine
from huiyin.cases.models import Act, Joining, Letter, Matter, Petition
from huiyin.cases.queries import lists
from huiyin.cases.services import joining, past, rebuild, work
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, petition, set_up
from tests.people import PENSION, RETIREE

ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处，材料和录音都可以提供。"


def join(matter: int, into: int, **more: Any) -> None:
    who = more.pop("by", None) or actor("registrar")
    joining.join(matter, into, reason=more.pop("reason", "same-claim"), by=who, at=now())


def part(matter: int) -> None:
    joining.part(matter, by=actor("registrar"), at=now())


def leads(matter: int) -> int | None:
    return Matter.objects.values_list("joined_to", flat=True).get(pk=matter)


def record(matter: int) -> tuple[Any, ...]:
    """Everything of a matter that joining must leave alone."""
    row = Matter.objects.select_related("office").get(pk=matter)
    acts = list(Act.objects.filter(matter=matter))
    columns = spine.index_values(row, acts)
    assert {name: getattr(row, name) for name in columns} == columns
    return (
        list(Act.objects.filter(matter=matter).values()),
        list(Letter.objects.filter(matter=matter).order_by("pk").values()),
        list(Petition.objects.filter(matter=matter).values_list("pk", flat=True)),
        columns,
        (row.number, row.office_id, row.handler_id, row.nature, row.kind, row.path, row.restricted),
    )


@pytest.mark.usefixtures("agency")
class TestTwo:
    def test_the_joined_matter_points_to_the_one_that_leads(self) -> None:
        first, again = petition(), petition()
        before = record(first.matter), record(again.matter)
        join(again.matter, first.matter)
        assert leads(again.matter) == first.matter
        assert (record(first.matter), record(again.matter)) == before
        entry = AuditEntry.objects.get(action="matter.join")
        assert (entry.about, entry.reason) == (f"matter:{again.matter}", f"matter:{first.matter}")

    def test_joining_twice_and_parting_twice_is_harmless(self) -> None:
        first, again = petition(), petition()
        for _ in range(2):
            join(again.matter, first.matter)
        assert Joining.objects.count() == 1
        for _ in range(2):
            part(again.matter)
        assert leads(again.matter) is None
        assert Joining.objects.filter(undone_at__isnull=False).count() == 1

    def test_a_chain_is_flattened_and_comes_back_link_by_link(self) -> None:
        a, b, c = petition().matter, petition().matter, petition().matter
        join(b, a)
        join(a, c)
        assert (leads(a), leads(b)) == (c, c)
        part(a)
        assert (leads(a), leads(b)) == (None, a)

    def test_joining_to_a_joined_matter_joins_to_its_head(self) -> None:
        a, b, c = petition().matter, petition().matter, petition().matter
        join(b, a)
        join(c, b)
        assert leads(c) == a
        part(b)
        assert (leads(b), leads(c)) == (None, a)

    def test_a_matter_is_not_joined_to_itself_nor_in_a_ring(self) -> None:
        a, b = petition().matter, petition().matter
        with pytest.raises(NotAllowed, match="itself"):
            join(a, a)
        join(b, a)
        with pytest.raises(NotAllowed, match="itself"):
            join(a, b)

    def test_a_joined_matter_is_not_joined_elsewhere_before_it_is_parted(self) -> None:
        a, b, c = petition().matter, petition().matter, petition().matter
        join(b, a)
        with pytest.raises(NotAllowed, match="joined_already"):
            join(b, c)

    def test_a_possible_accusation_and_another_matter_are_never_joined(self) -> None:
        hidden, other = petition(ACCUSATION), petition(PENSION)
        for pair in ((hidden.matter, other.matter), (other.matter, hidden.matter)):
            with pytest.raises(NotAllowed, match="restricted_apart"):
                join(*pair, by=actor("head"))
            with pytest.raises(NotFound):
                join(*pair)
        assert not Joining.objects.exists()

    def test_matters_of_two_offices_are_not_joined(self) -> None:
        there, here = petition(office="lp-hrss"), petition()
        with pytest.raises(NotFound):
            join(here.matter, there.matter)
        with pytest.raises(NotAllowed):
            join(here.matter, there.matter, by=actor("head"))

    def test_a_reason_is_one_of_the_list(self) -> None:
        a, b = petition().matter, petition().matter
        with pytest.raises(Invalid, match="reason_missing"):
            join(b, a, reason="周大勇又来了")

    def test_who_only_looks_does_not_join_or_part(self) -> None:
        a, b = petition().matter, petition().matter
        join(b, a)
        for role in ("leader", "supervisor", "reviewer"):
            with pytest.raises(NotAllowed):
                joining.part(b, by=actor(role), at=now())

    def test_a_matter_that_turns_out_to_be_an_accusation_is_parted_at_once(self) -> None:
        a, b, c = petition().matter, petition().matter, petition().matter
        head = actor("head")
        join(b, a)
        join(c, a)
        work.sort(b, work.Sorting("accusation", "B2", None, ""), version=None, by=head, at=now())
        assert (leads(b), leads(c)) == (None, a)
        work.sort(a, work.Sorting("accusation", "B2", None, ""), version=None, by=head, at=now())
        assert leads(c) is None

    def test_the_index_agrees_with_the_acts_whatever_was_joined(self) -> None:
        a, b = petition().matter, petition().matter
        join(b, a)
        assert not [names for _, names in rebuild.differing(mend=False) if names]


@pytest.mark.usefixtures("agency")
class TestToDo:
    def numbers(self) -> list[int]:
        return [row.id for row in lists.todo(actor("registrar"), wanted=lists.Wanted(), today=today()).rows]

    def test_the_answer_owed_to_each_petitioner_stays_on_the_list_and_the_rest_is_listed_once(self) -> None:
        registrar, head = actor("registrar"), actor("head")
        first = petition(received_on=today() - timedelta(days=5))
        again = petition(received_on=today() - timedelta(days=4))
        join(again.matter, first.matter)
        assert sorted(self.numbers()) == [first.matter, again.matter]  # each is owed word within 15 days
        past.enter(again.matter, "told", on=today(), by=head, at=now())
        assert self.numbers() == [first.matter]
        assert lists.counts(registrar, today=today())["unsorted"] == 1
        part(again.matter)
        assert sorted(self.numbers()) == [first.matter, again.matter]

    def test_a_joined_matter_with_a_clock_of_its_own_is_not_listed_twice(self) -> None:
        first, again = petition(), petition()
        for each in (first, again):
            past.enter(each.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 6})
        join(again.matter, first.matter)
        assert self.numbers() == [first.matter]

    def test_when_the_leading_matter_is_withdrawn_the_joined_one_is_not_lost(self) -> None:
        first, again = petition(), petition()
        past.enter(again.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 6})
        join(again.matter, first.matter)
        assert self.numbers() == [first.matter]
        past.enter(
            first.matter, "withdrawn", on=today(), by=actor("head"), at=now(), fields={"confirmed": True}
        )
        assert self.numbers() == [again.matter]

    def test_when_the_leading_matter_goes_to_another_office_the_joined_one_is_not_lost(self) -> None:
        first, again = petition(), petition()
        past.enter(again.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 6})
        join(again.matter, first.matter)
        past.enter(
            first.matter, "transferred", on=today(), by=actor("head"), at=now(), fields={"to": "lp-hrss"}
        )
        assert again.matter in self.numbers()

    def test_the_lists_say_which_matters_were_joined(self) -> None:
        first, again = petition(), petition()
        join(again.matter, first.matter)
        rows = lists.newest(actor("registrar"), wanted=lists.Wanted(), today=today()).rows
        assert {row.id: row.joined for row in rows} == {first.matter: False, again.matter: True}


Moves = st.lists(
    st.tuples(st.sampled_from(["join", "join", "part", "tell"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=14,
)


@pytest.mark.usefixtures("quick_passwords")
class TestAnyOrder(TestCase):
    """A forest of edges, each joining one head to another, undone in any order."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(moves=Moves)
    def test_any_sequence_leaves_each_record_as_if_never_joined(
        self, moves: list[tuple[str, int, int]]
    ) -> None:
        set_up(self.site)  # type: ignore[attr-defined]
        matters = [petition(f"{PENSION}{n}", person=RETIREE).matter for n in range(5)]
        told: dict[int, list[str]] = {m: ["received"] for m in matters}
        edges: dict[int, int] = {}

        def root(m: int) -> int:
            while m in edges:
                m = edges[m]
            return m

        kept = {m: record(m) for m in matters}
        for move, one, other in moves:
            a, b = matters[one], matters[other]
            if move == "part":
                part(a)
                edges.pop(a, None)
            elif move == "tell":
                past.enter(a, "mediated", on=today(), by=actor("head"), at=now())
                told[a].append("mediated")
                kept[a] = record(a)
            else:
                try:
                    join(a, b)
                except NotAllowed:
                    assert a in edges or root(b) == a
                else:
                    if a not in edges:
                        edges[a] = root(b)
            assert {m: leads(m) or m for m in matters} == {m: root(m) for m in matters}
            assert {m: record(m) for m in matters} == kept
        for m in matters:
            part(m)
            assert [act.kind for act in Act.objects.filter(matter=m)] == told[m]
        assert not Matter.objects.filter(joined_to__isnull=False).exists()
        assert {m: record(m) for m in matters} == kept
        assert not [names for _, names in rebuild.differing(mend=False) if names]


@pytest.fixture
def quick_passwords(request: pytest.FixtureRequest, settings: Any) -> None:
    request.cls.site = settings
