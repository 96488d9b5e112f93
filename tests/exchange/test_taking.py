"""Another system's records come in once, are brought up to date, and never count a matter twice."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import Matter, Petition
from huiyin.exchange.models import ConnectedSystem, Link, UnmappedCode
from huiyin.exchange.queries import counted, matters, overview
from huiyin.exchange.services import deciding, systems
from huiyin.foundation import audit
from huiyin.foundation.tables import csv_table
from huiyin.orgs.rules import SYSTEM
from tests.agency import actor, petition
from tests.exchange.world import HOTLINE, PROVINCE, TEXT, connected, row, table, take
from tests.people import RETIREE, WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def test_a_slip_is_registered_with_its_number_status_and_own_clocks() -> None:
    connected()
    slip = row("XF1", sent="2026-03-05", due="2026-05-01", query_code="QQ77", kind="0601", purpose="1")
    done = take(table([slip]))
    assert (done.read, done.added, done.rejected) == (1, 1, 0)
    link = Link.objects.select_related("petition__matter").get()
    matter = link.petition.matter
    assert (link.number, link.status, link.stage, link.kind, link.nature) == (
        "XF1",
        "10",
        "registered",
        "W1",
        "claim",
    )
    assert (matter.received_on, link.received_on) == (date(2026, 3, 5), date(2026, 3, 2))
    assert link.petition.channel == "transferred"
    assert matter.kind == "", "what they say is shown; the registrar decides"
    shown = matters.of_matter(actor("registrar"), matter.pk)[0]
    assert shown.clocks == {"due": date(2026, 5, 1)}
    assert matter.next_due != date(2026, 5, 1), "their clock is none of the law's"
    assert shown.kept["query_code"] == "QQ77"
    assert "text" not in shown.kept, "the petition holds it"


def test_the_same_file_again_doubles_nothing_and_a_later_one_updates() -> None:
    connected()
    first = table([row("XF1"), row("XF2", text="我的养老金少算了四年，请求重新核定。", phone="19900005678")])
    take(first)
    again = take(first)
    assert (again.added, again.unchanged, again.updated) == (0, 2, 0)
    later = take(
        table([{"number": "XF1", "status": "90", "returned": "2026-03-09", "return_reason": "不属本单位"}])
    )
    assert (later.updated, later.rejected) == (1, 0)
    link = Link.objects.get(number="XF1")
    assert (link.stage, link.returned_on, link.returns) == ("returned", date(2026, 3, 9), 1)
    shown = matters.of_matter(actor("registrar"), link.matter_id)[0]
    assert shown.kept["return_reason"] == "不属本单位"
    take(table([{"number": "XF1", "status": "90", "returned": "2026-03-09"}]))
    take(table([{"number": "XF1", "status": "90", "returned": "2026-04-01"}]))
    assert Link.objects.get(number="XF1").returns == 2
    assert Petition.objects.count() == 2


def test_a_number_twice_in_one_file_is_registered_once() -> None:
    connected()
    done = take(table([row("XF1"), row("XF1", status="20")]))
    assert (done.added, done.updated) == (1, 1)
    assert Link.objects.get().stage == "accepted"


def test_codes_nobody_mapped_are_listed_and_kept_verbatim() -> None:
    connected()
    done = take(
        table(
            [
                row("XF1", status="办理中（市级）", kind="9999"),
                row("XF2", kind="9999", text="另一件事，社保卡补办。"),
            ]
        )
    )
    assert done.unmapped == 3
    assert overview.unmapped(PROVINCE, actor("registrar")) == [
        ("kind", "9999", 2),
        ("status", "办理中（市级）", 1),
    ]
    link = Link.objects.get(number="XF1")
    assert link.status == "", "anything may stand in such a cell, so it does not stand in clear"
    assert matters.of_matter(actor("registrar"), link.matter_id)[0].status == "办理中（市级）"


def test_a_person_written_into_a_code_column_does_not_stand_in_clear() -> None:
    connected()
    take(table([row("XF1", kind="周大勇", status="周大勇", handling_office="周大勇")]))
    tables = apps.get_app_config("exchange").get_models()
    whole = [json.dumps([str(v) for v in r]) for m in tables for r in m.objects.values_list()]
    assert not [line for line in whole if json.dumps("周大勇")[1:-1] in line]
    assert UnmappedCode.objects.count() == 2


def test_a_work_order_about_a_matter_is_linked_by_number_and_counts_nothing() -> None:
    connected()
    connected(HOTLINE, "hotline-12345")
    take(table([row("XF1")]))
    before = counted(actor("registrar"))
    order = {
        "number": "GD9",
        "received": "2026-03-20",
        "text": "又来问欠薪",
        "linked": "XF1",
        "status": "办理中",
    }
    again = {**order, "number": "GD10", "linked": Petition.objects.get().number}
    done = take(table([order, again], "hotline-12345", "utf-8-sig"), HOTLINE)
    assert (done.linked, done.added) == (2, 0)
    after = counted(actor("registrar"))
    assert (before.matters, after.matters) == (1, 1)
    assert (before.petitions, after.petitions) == (1, 1)
    assert after.by_system == {HOTLINE: 1, PROVINCE: 1}
    assert len(matters.of_matter(actor("registrar"), Matter.objects.get().pk)) == 3


@pytest.mark.parametrize(
    ("order", "because"),
    [({"text": WAGES}, "text"), ({"text": "还没有给钱", "name": "周大勇", "phone": "19900001234"}, "phone")],
)
def test_a_work_order_perhaps_about_a_matter_waits_for_a_person(order: dict[str, str], because: str) -> None:
    connected(HOTLINE, "hotline-12345")
    mine = petition()
    done = take(
        table([{"number": "GD1", "received": "2026-03-02", **order}], "hotline-12345", "utf-8"), HOTLINE
    )
    assert done.waiting == 1
    waiting = overview.waiting(HOTLINE, actor("registrar"), at=now())[0]
    assert next(audit.entries(audit.Asked(about=f"link:{waiting.id}"))).action == "link.read"
    assert (waiting.proposed, waiting.because) == (mine.matter, because)
    assert counted(actor("registrar")).matters == 1
    assert counted(actor("registrar")).waiting == 1
    assert deciding.decide(waiting.id, same=True, by=actor("registrar"), at=now()) == "linked"
    assert counted(actor("registrar")).matters == 1
    assert Link.objects.get().matter_id == mine.matter
    assert matters.of_matter(actor("registrar"), mine.matter)[0].kept["text"] == order["text"]
    with pytest.raises(NotFound):
        deciding.decide(waiting.id, same=False, by=actor("registrar"), at=now())


def test_a_work_order_that_is_another_matter_is_registered_on_its_own_day() -> None:
    connected(HOTLINE, "hotline-12345")
    petition()
    take(
        table([{"number": "GD1", "received": "2026-03-02", "text": WAGES, "title": "欠薪"}], "hotline-12345"),
        HOTLINE,
    )
    deciding.decide(Link.objects.get().pk, same=False, by=actor("head"), at=now())
    link = Link.objects.select_related("petition").get()
    assert counted(actor("registrar")).matters == 2
    assert link.petition.received_on == date(2026, 3, 2)
    assert bytes(link.key) == b""


def test_what_nobody_decides_is_registered_after_two_days_so_that_nothing_is_lost() -> None:
    connected(HOTLINE, "hotline-12345")
    petition()
    take(table([{"number": "GD1", "received": "2026-03-02", "text": WAGES}], "hotline-12345"), HOTLINE)
    assert deciding.register_waiting(at=now() + timedelta(days=1)) == 0
    assert deciding.register_waiting(at=now() + timedelta(days=3)) == 1
    assert deciding.register_waiting(at=now() + timedelta(days=3)) == 0
    assert Petition.objects.count() == 2


def test_a_slip_that_names_an_earlier_one_is_one_more_petition_of_the_same_matter() -> None:
    connected()
    take(table([row("XF1")]))
    done = take(table([row("XF2", linked="XF1", text="上次的事还没有解决。")]))
    assert done.linked == 1
    total = counted(actor("registrar"))
    assert (total.matters, total.petitions) == (1, 2)


def test_our_own_number_in_their_answer_links_their_number_to_our_petition() -> None:
    connected()
    mine = petition()
    take(table([{"number": "XF8", "our_number": mine.number, "status": "20"}]))
    link = Link.objects.get()
    assert (link.petition_id, link.matter_id, link.stage) == (mine.petition, mine.matter, "accepted")


def test_another_offices_petition_and_an_accusation_are_not_found_by_their_number() -> None:
    connected()
    theirs = petition(by=actor("registrar", "lp-hrss"), channel="visit")
    accusation = petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。")
    rows = [
        {"number": "XF1", "our_number": theirs.number},
        {"number": "XF2", "our_number": accusation.number},
    ]
    done = take(table([{**r, "status": "20"} for r in rows]))
    assert done.rejected == 2, "they have no text, and nothing is said of the others"
    assert not Link.objects.exists()


def test_rows_that_cannot_be_taken_in_say_why_and_hold_up_nobody() -> None:
    connected()
    rows = [
        row("XF1"),
        row(""),
        row("XF3", received="昨天"),
        {"number": "XF4", "status": "20"},
        row("XF5", text="社保卡丢了。"),
    ]
    done = take(table(rows))
    assert (done.read, done.added, done.rejected) == (5, 2, 3)
    assert [(n, key, m.code) for n, key, m in done.refusals] == [
        (3, "", "exchange.no_number"),
        (4, "XF3", "import.day_unreadable"),
        (5, "XF4", "exchange.no_text"),
    ]


def test_a_telephone_that_cannot_be_dialled_is_no_reason_to_refuse() -> None:
    connected()
    assert take(table([row("XF1", phone="见附件")])).added == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_their_file_is_read_in_whatever_encoding(encoding: str) -> None:
    connected()
    assert take(table([row("XF1")], encoding=encoding)).added == 1


def test_half_a_file_brings_in_its_whole_rows() -> None:
    connected()
    whole = table([row("XF1"), row("XF2", text='他说："明天给钱"，没有给。' * 3)], encoding="utf-8")
    done = take(whole[: len(whole) - 40].decode(errors="ignore").encode())
    assert (done.added, done.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "tables.empty"),
        (b"\x89PNG\r\n\x1a\n", "tables.not_a_table"),
        (csv_table(["甲", "乙"], [["1", "2"]], encoding="utf-8"), "exchange.number_column_missing"),
        (b"\xff\xfe\x00\x00\xff", "tables.encoding"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_clearly(content: bytes, code: str) -> None:
    connected()
    with pytest.raises(Invalid) as refusal:
        take(content)
    assert refusal.value.message.code == code


def test_columns_that_no_field_takes_are_named_and_marks_against_people_never_kept() -> None:
    connected()
    content = csv_table(
        ["信访件编号", "信访内容", "是否扬言", "民族"], [["XF1", TEXT, "是", "某族"]], encoding="utf-8"
    )
    done = take(content)
    assert done.left_out == ["是否扬言", "民族"]
    assert "某族" not in str(matters.of_matter(actor("registrar"), Matter.objects.get().pk))


def test_a_dry_run_writes_nothing() -> None:
    connected()
    assert take(table([row("XF1")]), dry_run=True).added == 1
    assert not Link.objects.exists()
    assert not Matter.objects.exists()


def test_only_the_systems_own_office_runs_its_exchange() -> None:
    connected(office="lp-hrss")
    for role in ("registrar", "head", "handler", "leader", "administrator"):
        with pytest.raises(NotFound):
            take(table([row("XF1")]), by=actor(role))
    assert overview.systems(actor("registrar")) == []
    assert take(table([row("XF1")]), by=actor("registrar", "lp-hrss")).added == 1
    assert Matter.objects.get().office.code == "lp-hrss"


def test_erasing_the_person_erases_what_the_link_kept() -> None:
    connected()
    take(table([row("XF1", reply="已答复周大勇")]))
    Link.objects.get().petition.person.__class__.objects.update(key=b"")
    assert matters.of_matter(actor("registrar"), Matter.objects.get().pk)[0].kept == {}


def test_a_closed_system_takes_nothing_in() -> None:
    connected()
    systems.disconnect(PROVINCE, by=SYSTEM, at=now())
    with pytest.raises(NotFound):
        take(table([row("XF1")]))
    assert ConnectedSystem.objects.get().closed_at is not None


def test_each_step_is_on_record_without_personal_data() -> None:
    connected()
    take(table([row("XF1")]), by=actor("registrar"))
    entries = list(audit.entries())
    assert {"system.connect", "exchange.taken", "link.make", "petition.register"} <= {
        e.action for e in entries
    }
    assert not [e for e in entries if WORKER.name in e.reason or RETIREE.name in e.reason]
