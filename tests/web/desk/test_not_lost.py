"""What somebody typed is not lost: signed out elsewhere, two windows, back, twice, a colleague faster."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import Matter, Note
from huiyin.cases.queries.meanwhile import meanwhile
from huiyin.cases.services import letters, work
from huiyin.foundation import audit
from tests.agency import actor, as_staff, login, petition, staff_id
from tests.cases.test_letters import accept, drafted, sorted_matter
from tests.people import PASSWORD, WAGES
from tests.web.desk.test_entry import PNG
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
WORDS = "周大勇今天来过，答应下周补交考勤表。"
OURS = {"Sec-Fetch-Site": "same-origin"}


def enter(client: Client, name: str = "heqing") -> Any:
    """Sign in as a browser does: from the form, with its token."""
    client.get(reverse("desk:sign_in"))
    token = client.cookies["csrftoken"].value
    sent = {"login": name, "password": PASSWORD, "next": "", "csrfmiddlewaretoken": token}
    return client.post(reverse("desk:sign_in"), sent)


def token_of(client: Client, address: str) -> str:
    return str(sound(client.get(address)).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0])


@pytest.fixture
def browser() -> Client:
    """A browser whose forms need a good token."""
    return Client(enforce_csrf_checks=True, headers=OURS)


def test_signed_out_in_another_window_what_was_typed_waits_for_the_same_officer(browser: Client) -> None:
    matter = petition().matter
    enter(browser)
    page, note = reverse("desk:matter", args=[matter]), reverse("desk:note", args=[matter])
    token = token_of(browser, page)
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": token})
    assert browser.post(note, {"note": WORDS, "csrfmiddlewaretoken": token})["Location"].startswith(
        reverse("desk:sign_in")
    )
    assert "刚才填写的内容已经保留" in browser.get(reverse("desk:sign_in")).content.decode()
    assert enter(browser)["Location"] == reverse("desk:again")
    again = sound(browser.get(reverse("desk:again")))
    assert again.xpath(f"//form[@id='kept']//a[@href='{page}']"), "what it was about is said"
    [area] = again.xpath("//form[@id='kept']//textarea")
    assert area.get("name") == "note" and WORDS in area.text
    sent = {
        "note": f"{WORDS}另：电话已核对。",
        "csrfmiddlewaretoken": token_of(browser, reverse("desk:again")),
    }
    assert browser.post(note, sent).status_code == 302
    assert "电话已核对" in browser.get(page).content.decode()


def test_what_one_officer_typed_waits_for_no_other(browser: Client) -> None:
    matter = petition().matter
    enter(browser)
    token = token_of(browser, reverse("desk:matter", args=[matter]))
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": token})
    browser.post(reverse("desk:note", args=[matter]), {"note": WORDS, "csrfmiddlewaretoken": token})
    assert enter(browser, "luchuan")["Location"] == reverse("desk:todo")
    assert WORDS not in browser.get(reverse("desk:again"), follow=True).content.decode()


def gone(browser: Client) -> None:
    """Let the session be gone from the browser, as after a working day; its other cookies stay."""
    del browser.cookies["sessionid"]


def test_with_the_session_gone_what_was_typed_in_a_letter_waits_for_its_writer(browser: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="explain")
    address = reverse("desk:letter", args=[letter.pk])
    enter(browser, "luchuan")
    token = token_of(browser, address)
    gone(browser)
    sent = {"findings": WORDS, "version": "1", "do": "save", "csrfmiddlewaretoken": token}
    assert browser.post(address, sent)["Location"].startswith(reverse("desk:sign_in"))
    said = browser.get(reverse("desk:sign_in")).content.decode()
    assert "刚才填写的内容已经保留" in said and "登录已经结束" in said
    assert enter(browser, "luchuan")["Location"] == reverse("desk:again")
    again = sound(browser.get(reverse("desk:again")))
    assert WORDS in again.text_content() and "事实认定" in again.text_content()
    assert "这一页没有检查" in again.text_content()


def test_with_the_session_gone_what_was_registered_is_in_its_form_again(browser: Client) -> None:
    enter(browser)
    token = token_of(browser, reverse("desk:register"))
    gone(browser)
    browser.post(reverse("desk:register"), {"text": WAGES, "csrfmiddlewaretoken": token})
    enter(browser)
    assert WAGES in browser.get(reverse("desk:again"), follow=True).content.decode()


def test_with_the_session_gone_what_was_typed_is_shown_to_no_other_who_signs_in(browser: Client) -> None:
    note = reverse("desk:note", args=[petition().matter])
    enter(browser)
    token = token_of(browser, reverse("desk:todo"))
    gone(browser)
    browser.post(note, {"note": WORDS, "csrfmiddlewaretoken": token})
    assert enter(browser, "luchuan")["Location"] == reverse("desk:todo")
    assert WORDS not in browser.get(reverse("desk:again"), follow=True).content.decode()


def test_what_nobody_can_be_told_to_have_sent_is_not_kept_and_that_is_said(browser: Client) -> None:
    note = reverse("desk:note", args=[petition().matter])
    enter(browser)
    token = token_of(browser, reverse("desk:todo"))
    gone(browser)
    browser.cookies["huiyin_whose"] = "1:forged:note"
    answer = browser.post(note, {"note": WORDS, "csrfmiddlewaretoken": token}, follow=True)
    assert "没能保留" in answer.content.decode()


def test_a_form_from_before_a_new_sign_in_is_kept_and_not_done_by_itself(browser: Client) -> None:
    matter = petition().matter
    enter(browser)
    page, note = reverse("desk:matter", args=[matter]), reverse("desk:note", args=[matter])
    stale = token_of(browser, page)
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": stale})
    enter(browser)  # in a second window; the tokens of the first are no good any more
    assert browser.post(note, {"note": WORDS, "csrfmiddlewaretoken": stale})["Location"] == reverse(
        "desk:again"
    )
    assert not Note.objects.exists()
    assert WORDS in browser.get(reverse("desk:again")).content.decode()


def test_a_part_of_a_page_from_before_a_new_sign_in_says_so_in_its_place_and_keeps_nothing(
    browser: Client,
) -> None:
    letter = drafted(sorted_matter(), "accepted", path="6")
    checks = reverse("desk:letter_checks", args=[letter.pk])
    enter(browser)
    stale = token_of(browser, reverse("desk:letter", args=[letter.pk]))
    sent = {"matter": WORDS, "csrfmiddlewaretoken": stale}
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": stale})
    out = browser.post(checks, sent, headers={"HX-Request": "true"})
    assert out.status_code == 401 and "您已经退出登录" in out.content.decode()
    enter(browser)
    again = browser.post(checks, sent, headers={"HX-Request": "true"})
    assert again.status_code == 401 and "您刚才重新登录过" in again.content.decode()
    assert 'id="checks"' in again.content.decode() and "<title>" not in again.content.decode()
    assert browser.get(reverse("desk:again"))["Location"] == reverse("desk:todo")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_of_another_site_is_refused_and_nothing_of_it_kept(browser: Client, site: str) -> None:
    matter = petition().matter
    enter(browser)
    note = reverse("desk:note", args=[matter])
    answer = browser.post(note, {"note": WORDS}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert browser.get(reverse("desk:again"))["Location"] == reverse("desk:todo")
    assert not Note.objects.exists()


def test_the_portal_says_as_before_that_a_page_is_too_old() -> None:
    answer = Client(enforce_csrf_checks=True, headers=OURS).post(reverse("portal:follow"), {"code": "x"})
    assert answer.status_code == 403 and "过期" in answer.content.decode()


def test_passwords_are_never_kept(browser: Client) -> None:
    enter(browser)
    browser.post(
        reverse("desk:password"), {"old": PASSWORD, "new": "小心-花园-台灯-1", "again": "小心-花园-台灯-1"}
    )
    page = browser.get(reverse("desk:again")).content.decode()
    assert PASSWORD not in page and "小心-花园-台灯-1" not in page


def test_two_windows_are_told_what_the_other_did_and_the_choices_stay(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    [version] = page.xpath("//section[@id='sorting']//input[@name='version']/@value")
    work.give_to(matter, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    typed = {"nature": "claim", "kind": "W2", "path": "5", "division": "970122", "version": version}
    answer = client.post(reverse("desk:sort", args=[matter]), typed)
    assert answer.status_code == 409
    shown = sound(answer)
    said = " ".join(shown.text_content().split())
    assert "刚才有这些变化" in said and "孟然：交同事办理" in said
    for name in ("kind", "division"):
        assert shown.xpath(f"//select[@id='id_{name}']/option[@selected]/@value") == [typed[name]]


def test_a_step_that_somebody_else_changed_meanwhile_keeps_what_was_typed(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "registrar")
    address = reverse("desk:step", args=[matter, "told"])
    [version] = sound(client.get(address)).xpath("//input[@name='version']/@value")
    work.give_to(matter, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    answer = client.post(address, {"to": "柳坪县医疗保障局", "procedure": "带上材料", "version": version})
    assert answer.status_code == 409
    page = sound(answer)
    assert page.xpath("//input[@name='to']/@value") == ["柳坪县医疗保障局"]
    assert "孟然：交同事办理" in " ".join(page.text_content().split())


def test_who_only_looked_changed_nothing_and_old_changes_are_no_news() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "accepted", path="6")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    for action in ("matter.read", "file.download", "person.unmask"):
        audit.record(action, actor=login("luchuan").label, about=f"matter:{matter}", at=now())
    audit.record(
        "note.write", actor=login("luchuan").label, about=f"matter:{matter}", at=now() - timedelta(days=2)
    )
    found = meanwhile(actor("handler"), matter, at=now())
    assert [(c.who, c.action) for c in found] == [
        ("何青", "letter.sign"), ("何青", "act.accepted"), ("何青", "letter.draft"),
    ]  # fmt: skip
    assert meanwhile(actor("registrar"), matter, at=now())[0].who == "self"
    assert meanwhile(actor("registrar", "fd-hrss"), matter, at=now()) == []


def test_a_form_sent_twice_is_taken_once(client: Client) -> None:
    matter = petition(WAGES).matter
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    [version] = page.xpath("//section[@id='sorting']//input[@name='version']/@value")
    typed = {"nature": "claim", "kind": "W1", "path": "5", "division": "", "version": version}
    answers = [client.post(reverse("desk:sort", args=[matter]), typed).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Matter.objects.get(pk=matter).kind == "W1"


def test_a_note_sent_twice_stands_once(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    for _ in range(2):
        assert client.post(reverse("desk:note", args=[matter]), {"note": WORDS}).status_code == 302
    assert Note.objects.count() == 1
    work.note(matter, WORDS, by=actor("registrar"), at=now() + timedelta(minutes=5))
    assert Note.objects.count() == 2  # later it is meant
    work.note(matter, WORDS, by=actor("handler"), at=now() + timedelta(minutes=5))
    assert Note.objects.count() == 3


def entered(**typed: Any) -> dict[str, Any]:
    usual = {
        "channel": "letter",
        "received_on": "2026-01-05",
        "text": WAGES,
        "name": "周大勇",
        "phone": "19900001234",
        "persons": "2",
        "companion": ["李小明"],
        "submission": "one",
    }
    return usual | typed


def test_an_entry_sent_after_the_session_ended_is_back_in_its_form_and_not_sent_by_itself(
    browser: Client,
) -> None:
    address = reverse("desk:register")
    enter(browser)
    token = token_of(browser, address)
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": token})
    scan = SimpleUploadedFile("来信.png", PNG)
    browser.post(address, entered(files=[scan], csrfmiddlewaretoken=token))
    assert enter(browser)["Location"] == reverse("desk:again")
    assert browser.get(reverse("desk:again"))["Location"] == address
    page = sound(browser.get(address))
    assert not Matter.objects.exists()
    assert page.xpath("//input[@name='channel' and @checked]/@value") == ["letter"]
    for name in ("received_on", "name", "phone", "persons", "submission"):
        assert page.xpath(f"//input[@name='{name}']/@value") == [entered()[name]]
    assert "李小明" in page.xpath("//input[@name='companion']/@value")
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == WAGES
    assert page.xpath("//form[@id='id_form']//input[@type='file']") and "来信.png" in page.text_content()
    sent = entered(csrfmiddlewaretoken=token_of(browser, address))
    assert "/receipts/" in browser.post(address, sent)["Location"]
    assert not sound(browser.get(address)).xpath("//input[@name='name']/@value")[0]


def test_an_entry_that_is_let_go_leaves_an_empty_form(browser: Client) -> None:
    address = reverse("desk:register")
    enter(browser)
    token = token_of(browser, address)
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": token})
    browser.post(address, entered(csrfmiddlewaretoken=token))
    enter(browser)
    token = token_of(browser, address)
    assert browser.post(reverse("desk:again"), {"csrfmiddlewaretoken": token})["Location"] == address
    assert WAGES not in browser.get(address).content.decode()


def test_other_forms_show_every_field_by_its_name_and_ask_for_the_files_again(browser: Client) -> None:
    matter = petition().matter
    enter(browser)
    note = reverse("desk:note", args=[matter])
    token = token_of(browser, reverse("desk:matter", args=[matter]))
    browser.post(reverse("desk:sign_out"), {"csrfmiddlewaretoken": token})
    typed = {"note": WORDS, "day": "2026-01-05", "phone": "19900001234", "channel": "letter", "version": "3"}
    files = [SimpleUploadedFile("回证.png", PNG)]
    browser.post(note, {**typed, "files": files, "csrfmiddlewaretoken": token})
    enter(browser)
    page = sound(browser.get(reverse("desk:again")))
    said = " ".join(page.xpath("//form[@id='kept']")[0].text_content().split())
    for words in ("写给同事", "日期", "电话", "渠道 来信", "回证.png"):
        assert words in said
    assert page.xpath("//input[@name='day' and @type='date']/@value") == ["2026-01-05"]
    assert page.xpath("//input[@name='version']/@type") == ["hidden"]
    assert page.xpath("//form[@id='kept' and @enctype]//input[@type='file']/@name") == ["files"]
