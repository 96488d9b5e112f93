"""Mornings of a leader, supervisor, reviewer, auditor and somebody new: where they begin, what they find."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Matter
from huiyin.cases.services import work
from huiyin.foundation import audit
from huiyin.orgs import accounts
from huiyin.registers.models import Entry, Item
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, login, office_id, petition, staff_id
from tests.cases.test_letters import drafted, sorted_matter
from tests.cases.test_reviewing import under_review
from tests.exchange.world import connected
from tests.people import PASSWORD, colleague
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
SOON = (today() + timedelta(days=9)).isoformat()


@pytest.mark.parametrize(
    ("role", "page"),
    [("leader", "overview"), ("supervisor", "overview"), ("head", "todo"), ("handler", "todo")],
)
def test_who_answers_for_a_branch_and_works_on_nothing_begins_at_the_overview(
    client: Client, role: str, page: str
) -> None:
    sent = {"login": colleague(role).login, "password": PASSWORD, "next": reverse("desk:todo")}
    assert client.post(reverse("desk:sign_in"), sent)["Location"] == reverse(f"desk:{page}")
    wanted = reverse("desk:registers")
    assert Client().post(reverse("desk:sign_in"), {**sent, "next": wanted})["Location"] == wanted


def test_the_offices_stand_in_the_order_of_their_areas(client: Client) -> None:
    page = sound(as_staff(client, "leader").get(reverse("desk:overview")))
    names = [th.text_content() for th in page.xpath("//tbody//th")]
    assert names[0] == "青岚市人力资源和社会保障局" and names[-1] == "枫渡县人力资源和社会保障局"


def test_a_leader_gives_a_directive_from_a_matter_and_judges_the_report(client: Client) -> None:
    matter = Matter.objects.get(pk=petition(office="lp-hrss").matter)
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:matter", args=[matter.pk])))
    [link] = page.xpath("//a[contains(@href, '/directives/new/')]/@href")
    form = sound(client.get(link))
    assert form.xpath("//textarea[@name='numbers']")[0].text_content().strip() == matter.number
    assert form.xpath("//input[@value='own-leader']/@checked")
    assert form.xpath(f"//select[@name='office']/option[@value='{office_id('lp-hrss')}']/@selected")
    sent = {
        "kind": "own-leader",
        "giver": "分管副局长",
        "reference": "",
        "day": today().isoformat(),
        "due": SOON,
        "text": "请一周内见面核实。",
        "office": office_id("lp-hrss"),
        "officer": "",
        "numbers": matter.number,
    }
    address = client.post(reverse("desk:directive"), sent)["Location"]
    item = Item.objects.get()
    entry = {"kind": "report", "day": today().isoformat(), "words": "已见面。", "version": item.version}
    assert client.post(address, entry).status_code == 403  # the report is the office's to make
    inbox = sound(as_staff(client, "head", "lp-hrss").get(reverse("desk:notices")))
    assert inbox.xpath(f"//a[@href='{address}']")
    assert client.post(address, entry).status_code == 302
    assert (
        client.post(address, {**entry, "kind": "taken_well", "version": item.version + 1}).status_code == 403
    )
    as_staff(client, "leader")
    judged = {**entry, "kind": "taken_well", "words": "同意。", "version": item.version + 1}
    assert client.post(address, judged).status_code == 302
    assert Item.objects.get().state == "accepted"


def test_a_supervisor_gives_one_as_supervision(client: Client) -> None:
    form = sound(as_staff(client, "supervisor").get(reverse("desk:directive")))
    assert form.xpath("//input[@value='supervision']/@checked")


def test_nobody_is_told_of_a_directive_about_a_possible_accusation_they_do_not_see() -> None:
    text = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"
    hidden = petition(text, office="lp-hrss").matter
    given = opening.Directive(
        kind="superior",
        giver="省厅",
        reference="1号",
        text="请查处。",
        day=today(),
        due=None,
        office=office_id("lp-hrss"),
        officer=None,
        matters=[hidden],
    )
    opening.directive(given, by=actor("head"), at=now())
    from huiyin.orgs import notices

    assert "directive" not in [row.kind for row in notices.inbox(staff_id("muqing"))[0]]


def test_a_leader_named_for_a_backlog_matter_says_what_was_done_and_nothing_else(client: Client) -> None:
    matter = petition(office="lp-hrss").matter
    leader = staff_id("yuanshan")
    item = opening.backlog(matter, "own", "久拖未决。", leader, by=actor("head", "lp-hrss"), at=now())
    address = reverse("desk:register_item", args=[item])
    page = sound(as_staff(client, "leader").get(address))
    assert page.xpath("//input[@name='kind']/@value") == ["measure"]
    entry = {"kind": "measure", "day": today().isoformat(), "words": "约见了本人。", "version": "1"}
    assert client.post(address, entry).status_code == 302
    assert Entry.objects.get().by_id == leader
    assert client.post(address, {**entry, "kind": "closing_proposed"}).status_code == 403


def test_a_reviewer_finds_what_waits_and_the_file_of_the_matter(client: Client) -> None:
    matter, _petition = under_review()
    as_staff(client, "reviewer")
    listed = sound(client.get(reverse("desk:todo"), {"show": "review"}))
    assert listed.xpath(f"//a[@href='{reverse('desk:matter', args=[matter])}']")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert page.xpath(f"//a[@href='{reverse('desk:matter_file', args=[matter])}']")
    steps = [a.text_content().strip() for a in page.xpath("//a[contains(@href, '/steps/')]")]
    assert "作出复查意见" in steps and "要求补正材料" in steps and "收到补正材料" not in steps
    for others in ("handler", "registrar"):
        assert not sound(as_staff(client, others).get(reverse("desk:todo"))).xpath(
            "//a[contains(@href, '=review')]"
        )


def test_danger_that_was_reported_as_urgent_is_not_called_out_again(client: Client) -> None:
    matter = petition("我在塔吊上，不给钱就跳下去，我不想活了。").matter
    Matter.objects.filter(pk=matter).update(urgent_until=now() + timedelta(hours=5))
    as_staff(client, "head")
    assert "请马上处理" in sound(client.get(reverse("desk:todo"))).text_content()
    Act.objects.create(
        matter_id=matter,
        position=2,
        kind="urgent_reported",
        day=today(),
        fields={},
        entered=now(),
        office_id=office_id("ql-hrss"),
    )
    assert "请马上处理" not in sound(client.get(reverse("desk:todo"))).text_content()


def test_a_head_narrows_lists_to_one_office(client: Client) -> None:
    petition(title="市里的一件")
    petition(office="lp-hrss", title="县里的一件")
    as_staff(client, "head")
    own = sound(client.get(reverse("desk:todo"))).xpath("//a[text()='本单位']/@href")
    assert "县里的一件" not in sound(client.get(reverse("desk:todo") + own[0])).text_content()
    county = sound(client.get(reverse("desk:matters"), {"office": office_id("lp-hrss")})).text_content()
    assert "县里的一件" in county and "市里的一件" not in county
    as_staff(client, "handler")
    assert not sound(client.get(reverse("desk:matters"))).xpath("//select[@name='office']")


def test_the_auditor_looks_for_a_number_a_name_and_a_reason(client: Client) -> None:
    one, other = petition(), petition()
    number = Matter.objects.get(pk=one.matter).number
    audit.record("matter.read", actor=login("heqing").label, about=f"matter:{one.matter}", at=now())
    audit.record("account.password_reset", actor="system", about="staff:1", at=now(), reason="break-glass")
    as_staff(client, "auditor")

    def rows(**asked: str) -> list[str]:
        page = sound(client.get(reverse("desk:audit"), asked))
        return [" ".join(tr.text_content().split()) for tr in page.xpath("//tbody/tr")]

    found = rows(about=number)
    assert found and all(f"matter:{one.matter}" in row for row in found)
    assert not any(f"matter:{other.matter} " in row for row in found)
    assert len(rows(by="何青")) == len(rows(by="heqing")) == 1
    [alone] = rows(why="break-glass")
    assert "运行人员单独办理" in alone and "系统" in alone
    assert any("信访人" in row for row in rows())


def test_what_has_no_index_is_looked_for_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LOOKED", 3)
    wanted = audit.Asked(by="staff:99")
    audit.record("sign-in", actor="staff:99", about="staff:99", at=now())
    for _ in range(7):
        audit.record("sign-in", actor="staff:1", about="staff:1", at=now())
    before, found, steps = 0, list[audit.Entry](), 0
    while steps == 0 or before:
        rows, before = audit.page(wanted, before=before)
        found, steps = found + rows, steps + 1
    assert [row.actor for row in found] == ["staff:99"] and steps > 2


def test_somebody_without_a_post_yet_is_told_what_is_waited_for(client: Client) -> None:
    given = {"name": "辛来", "title": "", "office": office_id("ql-hrss"), "roles": ["handler"]}
    accounts.open_account("xinlai", **given, by=actor("administrator"), at=now())
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(login="xinlai"))
    said = sound(client.get(reverse("desk:todo"))).text_content()
    assert "您还没有岗位" in said and "负责人确认" in said and "您的岗位不查看" not in said


def test_a_notice_of_a_token_without_a_purpose_names_no_codes(client: Client) -> None:
    client = as_staff(client, "administrator")
    address = reverse("desk:system", args=[connected()])
    answer = client.post(address, {"do": "token", "days": "30"})
    said = sound(answer).text_content()
    assert "至少一项" in said and "petitions:write" not in said


def test_deadlines_of_another_office_are_not_called_ours(client: Client) -> None:
    address = reverse("desk:matter", args=[petition(office="lp-hrss").matter])
    cell = "//td[@data-label='谁']/text()"
    assert sound(as_staff(client, "leader").get(address)).xpath(cell)[0] == "承办单位"
    assert sound(as_staff(client, "head", "lp-hrss").get(address)).xpath(cell)[0] == "本单位"


def test_only_who_sees_cases_can_be_ordered_to_keep_out(client: Client) -> None:
    page = sound(as_staff(client, "head").get(reverse("desk:matter", args=[petition().matter])))
    offered = page.xpath("//select[@name='recusal_staff']/option/text()")
    assert "何青" in offered and "乔木" not in offered and "管理" not in offered


def test_a_head_gives_a_draft_back_with_words_and_it_waits_again_once_changed(client: Client) -> None:
    letter = drafted(sorted_matter(), "declined", ground="final", reason="已经终结。")
    address = reverse("desk:letter", args=[letter.pk])
    waiting = f"//main//a[@href='{address}']"
    as_staff(client, "head")
    assert sound(client.get(reverse("desk:todo"))).xpath(waiting)
    refused = client.post(address, {"do": "give_back", "words": " "})
    assert refused.status_code == 422 and sound(refused).xpath("//textarea[@id='id_words']")
    assert client.post(address, {"do": "give_back", "words": "请写明终结的依据。"}).status_code == 302
    assert not sound(client.get(reverse("desk:todo"))).xpath(waiting)
    as_staff(client, "registrar")
    assert client.post(address, {"do": "give_back", "words": "我也退"}).status_code == 403
    notices = sound(client.get(reverse("desk:notices"))).text_content()
    assert "没有签发" in notices
    assert "已退回修改" in sound(client.get(address)).text_content()
    assert (
        "请写明终结的依据。"
        in sound(client.get(reverse("desk:matter", args=[letter.matter_id]))).text_content()
    )
    assert client.post(address, {"do": "save", "version": "1", "reason": "改过了。"}).status_code == 302
    as_staff(client, "head")
    assert sound(client.get(reverse("desk:todo"))).xpath(waiting)


def test_the_head_hands_over_the_work_of_somebody_whose_account_is_closed(client: Client) -> None:
    matter, gone, taker = sorted_matter(), staff_id("luchuan"), staff_id("zhoutong")
    work.give_to(matter, gone, version=None, by=actor("head"), at=now())
    accounts.set_active(gone, False, by=actor("administrator"), at=now())
    as_staff(client, "head")
    begun = sound(client.get(reverse("desk:hand_over")))
    assert begun.xpath(f"//select[@name='taker']/option[@value='{staff_id('mengran')}']")
    page = sound(client.get(reverse("desk:hand_over"), {"giver": gone, "taker": taker}))
    assert page.xpath(f"//select[@name='giver']/option[@value='{gone}']/text()") == ["陆川（已停用）"]
    assert page.xpath(f"//select[@name='matter:{matter}']")
    assert client.post(reverse("desk:hand_over"), {"giver": gone, "taker": taker}).status_code == 302
    assert Matter.objects.get(pk=matter).handler_id == taker
