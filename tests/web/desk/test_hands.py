"""The pages for working together: tasks, countersigning, recusal, leave, handover, notices, offices."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Countersign, Matter, Recusal, Task
from huiyin.cases.queries import countersigning, recusals
from huiyin.cases.services import tasks, work
from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import notices
from huiyin.orgs.models import Delegation
from tests.agency import actor, as_staff, login, office_id, petition, staff_id
from tests.cases.test_letters import drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def post(client: Client, page: str, /, *args: Any, **typed: Any) -> Any:
    return client.post(reverse(f"desk:{page}", args=args), typed)


def test_nobody_is_offered_to_ask_oneself_for_help(client: Client) -> None:
    key = petition().matter
    tree = sound(as_staff(client, "handler").get(reverse("desk:matter", args=[key])))
    offered = tree.xpath("//select[@id='id_task_to']/option/@value")
    assert f"staff:{actor('handler').staff}" not in offered
    assert f"staff:{actor('registrar').staff}" in offered


def test_a_task_is_given_seen_in_the_list_and_done(client: Client) -> None:
    key = petition().matter
    to = f"office:{office_id('ql-jc')}"
    as_staff(client, "handler")
    due = (today() + timedelta(days=2)).isoformat()
    assert post(client, "give_task", key, task_to=to, task_due=due, task_words="查考勤").status_code == 302
    as_staff(client, "registrar", "ql-jc")
    listed = sound(client.get(reverse("desk:todo")))
    assert "交给我的任务" in listed.text_content()
    page = sound(client.get(reverse("desk:matter", args=[key])))
    assert "查考勤" in page.text_content()
    task = Task.objects.get().pk
    refused = post(client, "task_done", task, matter=key, **{f"done_{task}": " "})
    assert refused.status_code == 422
    assert sound(refused).xpath(f"//*[@id='id_done_{task}_error']")
    assert post(client, "task_done", task, matter=key, **{f"done_{task}": "属实"})["Location"] == "/desk/"
    as_staff(client, "handler")
    assert "属实" in sound(client.get(reverse("desk:matter", args=[key]))).text_content()


def test_a_refused_task_keeps_what_was_typed(client: Client) -> None:
    key = petition().matter
    as_staff(client, "handler")
    refused = post(client, "give_task", key, task_to="", task_due="31.2.", task_words="查考勤")
    assert refused.status_code == 422
    page = sound(refused)
    assert page.xpath("//*[@id='id_task_due_error']")
    assert page.xpath("//textarea[@name='task_words']")[0].text.strip() == "查考勤"


def test_giving_to_somebody_on_leave_warns_and_can_be_meant(client: Client) -> None:
    key = petition().matter
    as_staff(client, "registrar")
    day = today().isoformat()
    who, other = staff_id("luchuan"), staff_id("zhoutong")
    as_staff(client, "handler")
    post(client, "away", giver=who, taker=other, kind="leave", from_day=day, to_day=day)
    as_staff(client, "registrar")
    version = Matter.objects.get(pk=key).version
    warned = post(client, "give", key, handler=who, version=version)
    assert warned.status_code == 422
    page = sound(warned)
    assert "周桐代办" in page.text_content()
    assert page.xpath("//input[@name='anyway']/@value") == [str(who)]
    assert post(client, "give", key, handler=who, version=version, anyway=who).status_code == 302
    assert Matter.objects.get(pk=key).handler_id == who


def test_countersigning_from_the_letter_page_to_the_signature(client: Client) -> None:
    letter = drafted(sorted_matter(), "accepted", path="6")
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    code = f"staff:{staff_id('luchuan')}"
    assert page.xpath(f"//input[@name='who' and @value='{code}']")
    assert post(client, "ask_countersign", letter.pk).status_code == 422
    assert post(client, "ask_countersign", letter.pk, who=[code]).status_code == 302
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    assert "等待意见" in page.text_content()
    assert not page.xpath("//button[@value='sign']")
    assert post(client, "letter", letter.pk, do="sign", version=1).status_code == 403
    as_staff(client, "handler")
    asked = Countersign.objects.get().pk
    assert "请我会签的文书" in sound(client.get(reverse("desk:todo"))).text_content()
    sound(client.get(reverse("desk:countersign", args=[asked])))
    refused = post(client, "countersign", asked, said="dissent", words="", version=1)
    assert refused.status_code == 422
    assert sound(refused).xpath("//*[@id='id_words_error']")
    assert post(client, "countersign", asked, said="dissent", words="期限写错", version=1).status_code == 302
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    assert "有不同意见" in page.text_content() and "期限写错" in page.text_content()
    assert post(client, "letter", letter.pk, do="sign", version=1).status_code == 302


def test_a_recused_officer_finds_the_matter_only_in_the_list_of_recusals(client: Client) -> None:
    key = petition().matter
    as_staff(client, "handler")
    assert post(client, "recuse", key, recusal_reason="").status_code == 422
    assert post(client, "recuse", key, recusal_reason="kin")["Location"] == "/desk/"
    assert client.get(reverse("desk:matter", args=[key])).status_code == 404
    listed = sound(client.get(reverse("desk:todo")))
    assert "我回避的事项" in listed.text_content()
    assert not listed.xpath(f"//a[@href='{reverse('desk:matter', args=[key])}']")
    as_staff(client, "head")
    page = sound(client.get(reverse("desk:matter", args=[key])))
    assert "陆川" in page.text_content()
    row = Recusal.objects.get().pk
    refused = post(client, "lift_recusal", row, matter=key, **{f"lift_{row}": ""})
    assert refused.status_code == 422
    assert sound(refused).xpath(f"//*[@id='id_lift_{row}_error']")
    assert post(client, "lift_recusal", row, matter=key, **{f"lift_{row}": "核实无关"}).status_code == 302
    assert recusals.of_matter(actor("head"), key) == []


def test_leave_is_set_shown_and_ended(client: Client) -> None:
    as_staff(client, "head")
    sound(client.get(reverse("desk:away")))
    typed = {"giver": staff_id("heqing"), "taker": staff_id("luchuan"), "kind": "leave"}
    refused = post(client, "away", **typed, from_day="x", to_day="")
    assert refused.status_code == 422
    assert sound(refused).xpath("//*[@id='id_from_day_error']")
    day = today().isoformat()
    assert post(client, "away", **typed, from_day=day, to_day=day).status_code == 302
    as_staff(client, "handler")
    assert "您现在代办" in sound(client.get(reverse("desk:todo"))).text_content()
    assert "何青" in sound(client.get(reverse("desk:away"))).text_content()
    assert post(client, "end_away", Delegation.objects.get().pk).status_code == 302
    assert "petition.register" not in login("luchuan").may


def test_a_handover_is_previewed_and_done(client: Client) -> None:
    key = petition().matter
    work.give_to(key, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    as_staff(client, "head")
    giver, taker = staff_id("luchuan"), staff_id("zhoutong")
    fresh = sound(client.get(reverse("desk:hand_over")))
    assert fresh.xpath("//select[@name='giver']/option[@selected]/@value") in ([], [""])
    unsaid = client.get(reverse("desk:hand_over"), {"giver": "", "taker": taker})
    assert sound(unsaid).xpath("//select[@name='taker']/option[@selected]/@value") == [str(taker)]
    assert "请选择谁的工作。" in sound(unsaid).text_content()
    page = sound(client.get(reverse("desk:hand_over"), {"giver": giver, "taker": taker}))
    assert "将移交 1 项" in page.text_content()
    assert page.xpath(f"//select[@name='matter:{key}']/option[@selected]/@value") == [str(taker)]
    assert post(client, "hand_over", giver=giver, taker=taker, **{f"matter:{key}": "stay"}).status_code == 302
    assert Matter.objects.get(pk=key).handler_id == giver
    done = post(client, "hand_over", giver=giver, taker=taker)
    assert done.status_code == 302 and done["Location"] == reverse("desk:hand_over")
    assert "已移交 1 项" in sound(client.get(done["Location"])).text_content()
    assert Matter.objects.get(pk=key).handler_id == taker
    as_staff(client, "handler", "fd-hrss")
    assert client.get(reverse("desk:hand_over"), {"giver": giver, "taker": taker}).status_code == 403


def test_notices_are_counted_in_the_rail_and_marked_as_read(client: Client) -> None:
    key = petition("工资要不到，我不想活了，想从楼上跳楼。").matter
    outbox.carry(HANDLERS, at=now())
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:notices")))
    assert page.xpath(f"//main//a[@href='{reverse('desk:matter', args=[key])}']")
    assert "1" in page.xpath("//nav//a[contains(@href, 'notices')]/span[@class='n']")[0].text_content()
    assert "不想活" not in page.text_content()
    post(client, "notices")
    assert notices.unseen(staff_id("heqing")) == 0
    assert not sound(client.get(reverse("desk:notices"))).xpath("//nav//span[@class='n']")


def test_a_notice_about_a_matter_out_of_sight_leads_nowhere(client: Client) -> None:
    key = petition(office="fd-hrss").matter
    notices.notify([staff_id("heqing")], "recusal", about=f"matter:{key}", at=now(), number="1号")
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:notices")))
    assert not page.xpath("//main//a[contains(@href, '/matters/')]")


def test_every_kind_of_notice_has_words_that_its_parameters_fill() -> None:
    from huiyin.base.messages import Message
    from huiyin.foundation.wording import say
    from huiyin.orgs.notices import NoticeRow
    from huiyin.web.desk.hands.notices import _params

    for kind in notices.KINDS:
        row = NoticeRow(1, kind, "matter:1", {"number": "1号", "duty": "conclude", "level": 1}, now(), False)
        for lang in ("zh", "en"):
            assert say(Message(f"notice.{kind}", _params(row)), lang) != f"notice.{kind}"


def test_the_matter_page_costs_a_bounded_number_of_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    key = sorted_matter()
    for _ in range(6):
        tasks.give(
            key, f"staff:{staff_id('luchuan')}", due=today(), words="x", by=actor("registrar"), at=now()
        )
    as_staff(client, "handler")
    client.get(reverse("desk:matter", args=[key]))
    with django_assert_max_num_queries(40):
        client.get(reverse("desk:matter", args=[key]))
    assert countersigning.waiting(login("luchuan")) == []
