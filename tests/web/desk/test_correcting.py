"""The page on which an act is set right: what it says, what would change, and only then done."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.services import letters, work
from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import accounts
from tests.agency import actor, as_staff
from tests.cases.set_right import REASON, registered, served, set_right
from tests.cases.test_letters import accept
from tests.people import colleague
from tests.web.page import read, sound

pytestmark = pytest.mark.usefixtures("agency")


def address(matter: int, position: int) -> str:
    return reverse("desk:correct", args=[matter, position])


def text_of(tree: object) -> str:
    return " ".join(tree.text_content().split())  # type: ignore[attr-defined]


def links(client: Client, matter: int) -> list[str]:
    tree = sound(client.get(reverse("desk:matter", args=[matter])))
    return [a.get("href") for a in tree.iter("a") if a.get("href", "").endswith("/correct/")]


def test_the_timeline_links_what_this_officer_may_set_right(client: Client) -> None:
    matter = registered()
    accept(matter)
    assert links(as_staff(client, "registrar"), matter) == [address(matter, 1), address(matter, 2)]
    assert links(as_staff(client, "handler"), matter) == []
    assert links(as_staff(client, "supervisor"), matter) == []


def test_a_wrong_day_is_previewed_and_then_carried_out(client: Client) -> None:
    matter = registered(days=5)
    as_staff(client, "registrar")
    page = client.get(address(matter, 1))
    tree = sound(page)
    assert tree.xpath("//input[@name='day']/@value") == [(today() - timedelta(days=5)).isoformat()]
    right = today() - timedelta(days=12)  # a week before, so that no weekend makes both end on one day
    typed = {
        "way": "instead",
        "day": right.isoformat(),
        "channel": "letter",
        "reason": REASON,
        "do": "preview",
    }
    preview = client.post(address(matter, 1), typed)
    tree = sound(preview)
    before = Matter.objects.get(pk=matter)
    assert Act.objects.filter(matter=matter).count() == 1
    said = text_of(tree)
    assert "更正后会怎样" in said and "不变" in said
    assert before.next_due is not None
    days = tree.xpath("//td//time/@datetime")
    assert days[0] == before.next_due.isoformat() and days[1] < days[0]
    form = tree.xpath("//form[.//button[@value='carry']]")[0]
    sent = {i.get("name"): i.get("value") for i in form.iter("input") if i.get("type") == "hidden"}
    assert sent["day"] == right.isoformat()
    done = client.post(address(matter, 1), {**sent, "do": "carry"}, follow=True)
    assert "已更正" in done.content.decode()
    after = Matter.objects.get(pk=matter)
    assert (after.received_on, after.next_due.isoformat()) == (right, days[1])  # type: ignore[union-attr]
    shown = text_of(read(done))
    assert "更正前：" in shown and REASON in shown


def test_what_was_typed_is_kept_and_the_error_stands_beside_its_field(client: Client) -> None:
    matter = registered()
    as_staff(client, "registrar")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    typed = {"way": "instead", "day": tomorrow, "channel": "fax", "reason": "写错了", "do": "preview"}
    answer = client.post(address(matter, 1), typed)
    tree = sound(answer)
    assert answer.status_code == 422
    assert tree.xpath("//input[@name='day']/@aria-invalid") == ["true"]
    assert tree.xpath("//input[@name='channel'][@checked]/@value") == ["fax"]
    assert tree.xpath("//textarea[@name='reason']")[0].text_content().strip() == "写错了"
    missing = client.post(address(matter, 1), {**typed, "day": today().isoformat(), "reason": ""})
    assert sound(missing).xpath("//textarea[@name='reason']/@aria-invalid") == ["true"]
    unreadable = client.post(address(matter, 1), {**typed, "day": "昨天"})
    assert unreadable.status_code == 422


def test_an_acceptance_is_undone_and_its_letter_is_shown_as_void(client: Client) -> None:
    matter = registered()
    accept(matter)
    letter = Letter.objects.get()
    as_staff(client, "registrar")
    asked = {"way": "undo", "reason": REASON, "do": "preview"}
    said = text_of(sound(client.post(address(matter, 2), asked)))
    assert "作废" in said and "办理中" in said and "已登记" in said
    version = Matter.objects.get(pk=matter).version
    carry = {**asked, "do": "carry", "version": version}
    assert client.post(address(matter, 2), carry).status_code == 302
    shown = text_of(sound(client.get(reverse("desk:matter", args=[matter]))))
    assert "受理（已撤销）" in shown and "已作废" in shown
    assert links(client, matter) == [address(matter, 1), address(matter, 3)]
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    assert "这份文书已作废" in text_of(page) and "受理告知书（已作废）" in text_of(page)
    assert not page.xpath("//button[@name='do']")
    again = {"reason": "撤错了", "way": "undo", "do": "carry", "version": version + 1}
    back = client.post(address(matter, 3), again, follow=True)
    assert "恢复到更正以前" in back.content.decode()
    assert Matter.objects.get(pk=matter).stage == "accepted"


def test_what_cannot_be_undone_says_why_and_what_may_be_done_instead(client: Client) -> None:
    matter = registered()
    accept(matter)
    letters.serve(
        Letter.objects.get().pk, how="hand", day=today(), receipt="签收", by=actor("registrar"), at=now()
    )
    as_staff(client, "registrar")
    said = text_of(sound(client.get(address(matter, 2) + "?way=undo")))
    assert "不能当作没有作出" in said
    tree = sound(client.get(address(matter, 2)))
    assert tree.xpath("//input[@name='letter_agrees']"), "only the record may err"
    version = Matter.objects.get(pk=matter).version
    undo = {"way": "undo", "reason": "x", "do": "carry", "version": version}
    refused = client.post(address(matter, 2), undo)
    assert refused.status_code == 403
    assert Matter.objects.get(pk=matter).stage == "accepted"


def test_a_colleague_who_may_not_reads_whose_it_is(client: Client) -> None:
    matter = registered()
    served(matter)
    as_staff(client, "handler")
    page = client.get(address(matter, 3))
    assert "负责人" in text_of(sound(page))
    assert not read(page).xpath("//textarea")
    for role in ("handler", "leader", "supervisor"):
        as_staff(client, role)
        answer = client.post(address(matter, 3), {"way": "undo", "reason": "x", "do": "carry"})
        assert answer.status_code == 403
    assert Act.objects.filter(matter=matter, kind="corrected").count() == 0


def test_a_suspended_officer_sets_nothing_right(client: Client) -> None:
    matter = registered()
    as_staff(client, "registrar")
    account = get_user_model().objects.get(login=colleague("registrar").login)
    accounts.set_active(account.pk, False, by=actor("administrator"), at=now())
    for answer in (
        client.get(address(matter, 1)),
        client.post(address(matter, 1), {"way": "instead", "channel": "fax", "reason": "x", "do": "carry"}),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("desk:sign_in"))
    assert Act.objects.filter(matter=matter).count() == 1


def test_a_matter_that_moved_meanwhile_is_previewed_again(client: Client) -> None:
    matter = registered()
    as_staff(client, "registrar")
    version = Matter.objects.get(pk=matter).version
    work.give_to(matter, actor("handler").staff or 0, version=version, by=actor("registrar"), at=now())
    typed = {"way": "instead", "day": (today() - timedelta(days=6)).isoformat(), "channel": "letter"}
    carry = {**typed, "reason": "x", "do": "carry", "version": version}
    answer = client.post(address(matter, 1), carry)
    assert answer.status_code == 409
    assert "重新预览" in text_of(sound(answer))
    assert Act.objects.filter(matter=matter).count() == 1


def test_whoever_answers_for_the_branch_sees_what_gave_the_office_time(client: Client) -> None:
    matter = registered(days=10)
    later = {"day": today() - timedelta(days=2), "fields": {"channel": "letter"}}
    set_right(matter, "received", **later)
    for role in ("head", "supervisor", "leader"):
        as_staff(client, role)
        for name in ("overview", "corrections"):
            tree = sound(client.get(reverse(f"desk:{name}")))
            assert reverse("desk:matter", args=[matter]) in tree.xpath("//main//a/@href"), (role, name)
    as_staff(client, "handler")
    assert client.get(reverse("desk:corrections")).status_code == 403
    as_staff(client, "head", "lp-hrss")
    empty = sound(client.get(reverse("desk:corrections")))
    assert "没有这样的更正" in text_of(empty)
    as_staff(client, "auditor")
    log = sound(client.get(reverse("desk:audit"), {"why": "favours-office"}))
    assert len(log.xpath("//tbody/tr")) == 1


def test_notices_of_corrections_lead_to_the_matter(client: Client) -> None:
    matter = registered(days=10)
    later = {"day": today() - timedelta(days=2), "fields": {"channel": "letter"}}
    set_right(matter, "received", **later)
    outbox.carry(HANDLERS, at=now())
    as_staff(client, "head")
    tree = sound(client.get(reverse("desk:notices")))
    assert reverse("desk:matter", args=[matter]) in tree.xpath("//main//a/@href")


def test_the_page_speaks_english_too(client: Client) -> None:
    matter = registered()
    accept(matter)
    as_staff(client, "registrar")
    client.cookies["huiyin_lang"] = "en"
    client.post(reverse("portal:language"), {"language": "en", "next": "/"})
    typed = {"way": "undo", "reason": "wrong path", "do": "preview"}
    said = text_of(sound(client.post(address(matter, 2), typed)))
    assert "becomes void" in said


def test_a_correction_that_another_one_replaced_says_so_and_what_each_said(client: Client) -> None:
    matter = registered(days=5)
    for ago in (6, 7):
        set_right(matter, "received", day=today() - timedelta(days=ago), fields={"channel": "letter"})
    as_staff(client, "registrar")
    said = text_of(sound(client.get(reverse("desk:matter", args=[matter]))))
    first = today() - timedelta(days=6)
    assert "更正（后来又更正）" in said
    assert f"“收到”：日期 {first.year}年{first.month}月{first.day}日" in said
    assert links(client, matter) == [address(matter, 1), address(matter, 3)]
