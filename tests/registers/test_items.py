"""Working with the registers: what acts put in, what entries do, who sees and who decides."""

from datetime import date, timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries import matter as matters
from huiyin.cases.services import work
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor
from huiyin.registers.models import Entry, Item
from huiyin.registers.queries import item as item_queries
from huiyin.registers.queries import lists
from huiyin.registers.services import follow, items, opening
from tests.agency import actor, office_id, petition
from tests.registers.told import answered, carried, final, signed, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"
HEAD = ("head", "lp-hrss")
SOON = timedelta(days=10)


def _guided() -> Item:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="柳坪县仲裁委", procedure="带合同去申请仲裁")
    carried()
    return Item.objects.get(register="guidance", matter=matter)


def _enter(item: Item, kind: str, by: Actor | None = None, **more: object) -> Item:
    given = items.Given(kind=kind, day=today(), words="电话问过。", **more)  # type: ignore[arg-type]
    items.enter(item.pk, given, version=None, by=by or actor(*HEAD), at=now())
    return Item.objects.get(pk=item.pk)


def _open_backlog() -> Item:
    matter, _ = answered(result="reject")
    handler = actor("handler", "lp-hrss").staff
    made = opening.backlog(matter, "unresolved", "卡在单位已注销。", handler, by=actor(*HEAD), at=now())
    return Item.objects.get(pk=made)


def _propose(item: Item) -> Item:
    asked = len(item_queries.requests_of(item))
    return _enter(item, "closing_proposed", outcomes=["solved"] * asked, word="petitioner", word_on=today())


def test_guiding_somebody_opens_a_follow_up_once_however_often_it_is_told() -> None:
    item = _guided()
    assert (item.state, item.due) == ("open", today() + timedelta(days=15))
    assert follow.follow(item.matter_id or 0, at=now()) == 0
    assert Item.objects.filter(register="guidance").count() == 1


def test_accepted_there_ends_the_handling_here_by_a_correcting_act_and_refusal_takes_it_back() -> None:
    item = _guided()
    matter = item.matter_id or 0
    assert Matter.objects.get(pk=matter).active
    _enter(item, "accepted_there", source="body", accepted_on=today())
    assert not Matter.objects.get(pk=matter).active
    assert matters.opened(actor(*HEAD), matter, at=now()).state.handling_ended_on == today()
    carried()
    item.refresh_from_db()
    assert item.state == "accepted_there" and item.ended_on == today()
    item = _enter(item, "refused_there", source="document")
    assert (item.state, item.ended_on, item.due) == ("came_back", None, today())
    assert Matter.objects.get(pk=matter).active
    assert matters.opened(actor(*HEAD), matter, at=now()).state.flaws == ()
    item = _enter(item, "accepted_there", source="body", accepted_on=today())
    assert matters.opened(actor(*HEAD), matter, at=now()).state.handling_ended_on == today()


def test_what_was_not_accepted_there_comes_back_and_is_dealt_with_once_accepted_here() -> None:
    item = _enter(_guided(), "not_filed", source="petitioner")
    assert item.state == "came_back"
    view = item_queries.opened(actor(*HEAD), item.pk, at=now())
    assert "accepted" in view.to_do
    signed(item.matter_id or 0, "accepted", actor(*HEAD), path="6")
    carried()
    item.refresh_from_db()
    assert (item.state, item.ended_on) == ("dealt", today())


def test_an_outcome_needs_its_source_and_an_unknown_one_a_new_day() -> None:
    item = _guided()
    with pytest.raises(Invalid) as refusal:
        _enter(item, "refused_there")
    assert refusal.value.field == "source"
    with pytest.raises(Invalid) as refusal:
        _enter(item, "unknown", source="petitioner")
    assert refusal.value.field == "due"
    later = _enter(item, "unknown", source="petitioner", due=today() + SOON)
    assert (later.state, later.due) == ("open", today() + SOON)
    with pytest.raises(Invalid) as refusal:
        _enter(item, "accepted_there", source="body", accepted_on=today() - timedelta(days=400))
    assert refusal.value.field == "accepted_on"


def test_a_supported_opinion_is_followed_until_the_petitioner_confirms_and_the_act_is_on_record() -> None:
    due = today() + timedelta(days=30)
    matter, _ = answered(execute_by=due)
    carried()
    item = Item.objects.get(register="execution")
    assert (item.matter_id, item.due, item.kind) == (matter, due, "opinion")
    item = _enter(item, "denied", contact="phone", due=today() + SOON)
    assert item.state == "open"
    with pytest.raises(Invalid) as refusal:
        _enter(item, "unconfirmed")
    assert refusal.value.field == "evidence"
    item = _enter(item, "confirmed", contact="phone")
    assert (item.state, item.ended_on) == ("done", today())
    assert Act.objects.filter(matter=matter, kind="executed").count() == 1
    carried()
    assert Act.objects.filter(matter=matter, kind="executed").count() == 1


def test_carried_out_without_the_petitioners_word_needs_a_paper_of_the_same_matter() -> None:
    matter, _ = answered()
    other, _ = sorted_matter(office="fd-hrss")
    carried()
    item = Item.objects.get(register="execution")
    receipt = _paper(matter, actor(*HEAD))
    foreign = _paper(other, actor("head", "fd-hrss"))
    with pytest.raises(NotFound):
        _enter(item, "unconfirmed", files=[foreign])
    item = _enter(item, "unconfirmed", files=[receipt])
    assert item.state == "done"
    entry = Entry.objects.get(item=item)
    assert list(entry.files.values_list("pk", flat=True)) == [receipt]


def _paper(matter: int, by: Actor) -> int:
    import io

    return work.attach(matter, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), name="回单.pdf", by=by, at=now())


def test_a_step_recorded_on_the_matter_itself_ends_the_item_too() -> None:
    matter, _ = answered()
    carried()
    facts = {"reason": "工资已经补发到账。"}
    work.take(matter, "executed", facts, on=today(), version=None, by=actor(*HEAD), at=now())
    carried()
    assert Item.objects.get(register="execution").state == "done"


def test_an_unsupported_opinion_is_not_to_be_carried_out() -> None:
    answered(result="reject")
    carried()
    assert not Item.objects.filter(register="execution").exists()


def test_a_promise_has_a_day_and_closes_without_an_act() -> None:
    matter, _ = sorted_matter()
    with pytest.raises(Invalid) as refusal:
        opening.promise(matter, "一周内上门核实。", None, None, by=actor(*HEAD), at=now())
    assert refusal.value.field == "due"
    made = opening.promise(matter, "一周内上门核实。", today() + SOON, None, by=actor(*HEAD), at=now())
    _enter(Item.objects.get(pk=made), "confirmed", contact="visit")
    assert not Act.objects.filter(matter=matter, kind="executed").exists()


def _directive(matters_: tuple[int, ...] = (), by: Actor | None = None, **more: object) -> int:
    given = {
        "kind": "government",
        "giver": "分管副市长",
        "reference": "青政办批〔2026〕7号",
        "text": "请人社局一周内查清并报告。",
        "day": today(),
        "due": today() + SOON,
        "office": office_id("lp-hrss"),
        "officer": None,
        "matters": matters_,
    }
    made = opening.Directive(**{**given, **more})  # type: ignore[arg-type]
    return opening.directive(made, by=by or actor(*HEAD), at=now())


def test_a_directive_goes_from_open_to_reported_to_sent_back_to_accepted() -> None:
    item = Item.objects.get(pk=_directive())
    with pytest.raises(NotAllowed):
        _enter(item, "taken_well")
    item = _enter(item, "report")
    with pytest.raises(Invalid):
        _enter(item, "sent_back")
    item = _enter(item, "sent_back", due=today() + 2 * SOON)
    assert (item.state, item.due) == ("sent_back", today() + 2 * SOON)
    item = _enter(_enter(item, "report"), "taken_well")
    assert (item.state, item.ended_on) == ("accepted", today())


def test_the_words_of_a_directive_are_sealed_and_only_its_offices_read_them() -> None:
    made = _directive()
    assert "一周内查清" not in str(Item.objects.filter(pk=made).values())
    view = item_queries.opened(actor(*HEAD), made, at=now())
    assert view.words["text"].startswith("请人社局")
    with pytest.raises(NotFound):
        item_queries.opened(actor("head", "fd-hrss"), made, at=now())
    assert next(audit.entries()).action == "register.read"


def test_a_directive_about_a_possible_accusation_is_hidden_with_it() -> None:
    done = petition(ACCUSATION)
    named = actor("head")
    made = _directive((done.matter,), by=named, office=office_id("ql-hrss"))
    assert item_queries.opened(named, made, at=now()).matters[0].id == done.matter
    for role in ("registrar", "handler", "leader", "supervisor"):
        with pytest.raises(NotFound):
            item_queries.opened(actor(role), made, at=now())
        assert not lists.page(actor(role), "directive", wanted=lists.Wanted(), today=today()).rows
        assert "directive" not in lists.counts(actor(role), today=today())


def test_a_link_to_a_matter_out_of_sight_is_refused_as_unknown_and_not_shown() -> None:
    other, _ = sorted_matter(office="fd-hrss")
    number = Matter.objects.get(pk=other).number
    with pytest.raises(Invalid) as refusal:
        items.matters_by_number(actor(*HEAD), number)
    assert refusal.value.field == "numbers"
    assert items.matters_by_number(actor("head"), f"{number}\n\n{number}") == [other]
    made = _directive((other,), by=actor("head"))
    assert [m.id for m in item_queries.opened(actor("head"), made, at=now()).matters] == [other]
    assert item_queries.opened(actor(*HEAD), made, at=now()).matters == []


def test_a_backlog_matter_is_closed_only_by_who_is_independent() -> None:
    item = _propose(_open_backlog())
    assert item.state == "proposed"
    for inside in (actor(*HEAD), actor("handler", "lp-hrss")):
        with pytest.raises(NotAllowed):
            _enter(item, "closing_granted", by=inside)
    item = _enter(item, "closing_granted", by=actor("supervisor"))
    assert (item.state, item.ended_on) == ("closed", today())


def test_who_worked_on_a_matter_does_not_check_it_even_from_above() -> None:
    item = _propose(_open_backlog())
    work.note(item.matter_id or 0, "我来督办。", by=_noting("supervisor"), at=now())
    Entry.objects.create(item=item, kind="measure", day=today(), by_id=actor("leader").staff, entered=now())
    with pytest.raises(NotAllowed):
        _enter(item, "closing_granted", by=actor("leader"))
    view = item_queries.opened(actor("leader"), item.pk, at=now())
    assert (view.check_barred, view.moves) == ("worked_on_it", [])


def _noting(role: str) -> Actor:
    """A colleague of the county who writes notes there; the note keeps the staff id of the role given."""
    from dataclasses import replace

    return replace(actor("handler", "lp-hrss"), staff=actor(role).staff)


def test_a_refused_closing_goes_back_with_its_reason_and_may_be_decided_again() -> None:
    item = _propose(_open_backlog())
    checker = actor("supervisor")
    with pytest.raises(Invalid) as refusal:
        _enter(item, "closing_refused", by=checker)
    assert refusal.value.field == "due"
    item = _enter(item, "closing_refused", by=checker, due=today() + SOON)
    assert item.state == "open"
    assert _enter(_propose(item), "closing_granted", by=checker).state == "closed"


def test_a_proposal_without_the_petitioners_word_or_an_outcome_is_refused() -> None:
    item = _open_backlog()
    with pytest.raises(Invalid) as refusal:
        _enter(item, "closing_proposed", outcomes=[], word="petitioner", word_on=today())
    assert refusal.value.field == "outcomes"
    with pytest.raises(Invalid) as refusal:
        _enter(item, "closing_proposed", outcomes=["solved"] * 5, word="", word_on=today())
    assert refusal.value.field == "word"


def test_a_matter_is_in_the_backlog_once_at_a_time() -> None:
    item = _open_backlog()
    with pytest.raises(Conflict):
        opening.backlog(item.matter_id or 0, "own", "又来。", actor(*HEAD).staff, by=actor(*HEAD), at=now())


def test_matters_petitioned_about_long_after_their_conclusion_are_proposed_by_matter() -> None:
    matter, _ = answered(result="reject")
    seen = actor(*HEAD)
    assert not lists.backlog_candidates(seen, today=today())
    Matter.objects.filter(pk=matter).update(concluded_on=today() - timedelta(days=250))
    assert [m.id for m in lists.backlog_candidates(seen, today=today())] == [matter]
    assert not lists.backlog_candidates(actor("head", "fd-hrss"), today=today())
    opening.backlog(matter, "own", "症结。", seen.staff, by=seen, at=now())
    assert not lists.backlog_candidates(seen, today=today())


def test_help_goes_on_after_the_end_and_is_on_the_register() -> None:
    matter, _ = final()
    follow.follow(matter, at=now())
    item = Item.objects.get(register="continued")
    assert item.due == today() + timedelta(days=90)
    assert _enter(item, "help", due=today() + SOON).due == today() + SOON


def test_lists_are_paged_by_key_and_narrowed_to_overdue_and_office() -> None:
    matter, _ = sorted_matter()
    by = actor(*HEAD)
    for n in range(5):
        opening.promise(matter, f"第{n}件", today() + timedelta(days=5 - n), None, by=by, at=now())
    opening.promise(matter, "同日", today() + timedelta(days=3), None, by=by, at=now())
    first = lists.page(by, "execution", wanted=lists.Wanted(), today=today(), size=4)
    rest = lists.page(by, "execution", wanted=lists.Wanted(), today=today(), after=first.after, size=4)
    keys = [row.id for row in (*first.rows, *rest.rows)]
    assert len(keys) == len(set(keys)) == 6 and rest.after == ""
    assert [r.due for r in first.rows] == sorted(r.due or date.max for r in first.rows)
    later = today() + timedelta(days=3)
    late = lists.page(by, "execution", wanted=lists.Wanted(show="overdue"), today=later)
    assert len(late.rows) == 2 and all(row.overdue for row in late.rows)
    assert lists.counts(by, today=later) == {"execution": (6, 2)}
    elsewhere = lists.Wanted(office=office_id("fd-hrss"))
    assert not lists.page(by, "execution", wanted=elsewhere, today=today()).rows
    assert lists.page(by, "execution", wanted=lists.Wanted(), today=today(), after="no_such").rows


def test_two_who_enter_at_once_the_second_is_told() -> None:
    matter, _ = sorted_matter()
    by = actor(*HEAD)
    made = opening.promise(matter, "一周内答复。", today() + SOON, None, by=by, at=now())
    given = items.Given(kind="progress", day=today(), words="已核。")
    items.enter(made, given, version=1, by=by, at=now())
    with pytest.raises(Conflict):
        items.enter(made, given, version=1, by=by, at=now())


def test_a_list_costs_the_same_however_long_it_is(django_assert_max_num_queries: object) -> None:
    matter, _ = sorted_matter()
    by = actor(*HEAD)
    for n in range(12):
        opening.promise(matter, f"第{n}件", today() + SOON, None, by=by, at=now())
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(lists.page(by, "execution", wanted=lists.Wanted(), today=today()).rows) == 12


def test_an_office_above_that_only_passed_a_matter_on_can_still_check_its_closing() -> None:
    city, county = actor("head"), actor(*HEAD)
    done = petition(by=actor("registrar"), channel="visit")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=city, at=now())
    signed(done.matter, "transferred", city, to="lp-hrss", reason="事发在柳坪县。")
    signed(done.matter, "accepted", county, path="6", serve=True)
    made = opening.backlog(done.matter, "own", "症结。", county.staff, by=county, at=now())
    item = _propose(Item.objects.get(pk=made))
    assert item_queries.opened(city, made, at=now()).check_barred == "worked_on_it"
    assert _enter(item, "closing_granted", by=actor("supervisor")).state == "closed"


def test_what_was_on_record_before_the_registers_is_caught_up_once() -> None:
    answered()
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="柳坪县仲裁委", procedure="申请仲裁")
    sorted_matter()
    assert not Item.objects.exists()
    assert follow.catch_up(at=now()) == 2
    assert sorted(Item.objects.values_list("register", flat=True)) == ["execution", "guidance"]
    assert follow.catch_up(at=now()) == 0


def test_dated_and_undated_items_are_turned_over_page_by_page_without_losing_or_repeating_one() -> None:
    by = actor(*HEAD)
    made = {_directive(due=None) for _ in range(3)} | {_directive() for _ in range(4)}
    for show in ("open", "all"):
        for size in (1, 2, 3, 4, 5):
            found: list[int] = []
            after = "start"
            while after:
                page = lists.page(
                    by,
                    "directive",
                    wanted=lists.Wanted(show=show),
                    today=today(),
                    after="" if after == "start" else after,
                    size=size,
                )
                found += [row.id for row in page.rows]
                after = page.after
            assert sorted(found) == sorted(made), (show, size)
            if show == "open":
                assert all(Item.objects.get(pk=key).due is None for key in found[-3:])
