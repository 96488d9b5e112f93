"""Letters on their way out: signed one after the other, printed by the day, numbered without a gap."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.cases.models import Letter, Printing
from tests.agency import as_staff
from tests.cases.letters.world import accepted, opinion, revised, sorted_matter
from tests.web.page import read, sound

pytestmark = pytest.mark.usefixtures("agency")


def waiting(**changes: str) -> Letter:
    matter = sorted_matter()
    accepted(matter)
    letter = opinion(matter)
    return revised(letter, changes) if changes else letter


def page(client: Client, name: str, **query: str) -> str:
    return " ".join(sound(client.get(reverse(f"desk:{name}"), query)).text_content().split())


def test_who_signs_sees_what_stands_in_the_way_before_opening_a_letter(client: Client) -> None:
    as_staff(client, "head")
    assert "没有等您签发的文书" in page(client, "letters")
    waiting()
    waiting(remedy="可以自收到之日起15日内向青岚市人民政府请求复查。")
    said = page(client, "letters")
    assert "检查通过" in said and "1 处要处理" in said
    assert "陆川" in said


def test_after_one_letter_comes_the_next_until_all_are_signed(client: Client) -> None:
    first, second = waiting(), waiting()
    as_staff(client, "head")
    start = read(client.get(reverse("desk:letters"))).xpath("//a[contains(., '从第一份签起')]/@href")[0]
    assert start == f"{reverse('desk:letter', args=[first.pk])}?queue=1"
    for letter, after in (
        (first, f"{reverse('desk:letter', args=[second.pk])}?queue=1"),
        (second, reverse("desk:letters")),
    ):
        tree = sound(client.get(reverse("desk:letter", args=[letter.pk]), {"queue": "1"}))
        fields = {
            e.get("name"): (e.text or "").lstrip("\n") for e in tree.xpath("//form[@id='id_form']//textarea")
        }
        version = tree.xpath("//form[@id='id_form']//input[@name='version']/@value")[0]
        answer = client.post(
            reverse("desk:letter", args=[letter.pk]),
            {**fields, "version": version, "queue": "1", "do": "sign"},
        )
        assert answer.status_code == 302 and answer["Location"] == after
    assert Letter.objects.filter(number__isnull=True).count() == 0


def test_a_handler_finds_the_own_drafts(client: Client) -> None:
    letter = waiting()
    as_staff(client, "handler")
    assert f"/letters/{letter.pk}/" in client.get(reverse("desk:letters_drafts")).content.decode()
    assert "没有等您签发的文书" in page(client, "letters")


def test_a_day_is_printed_and_printing_again_is_said(client: Client) -> None:
    letter, other = accepted(sorted_matter()), accepted(sorted_matter())
    as_staff(client, "registrar")
    there = reverse("desk:letters_day")
    tree = sound(client.get(there))
    chosen = tree.xpath("//input[@name='letters'][@checked]/@value")
    assert chosen == [str(letter.pk), str(other.pk)]
    office = tree.xpath("//input[@name='office']/@value")[0]
    nothing = client.post(there, {"office": office, "day": today().isoformat()})
    assert nothing.status_code == 422 and "至少选一份" in sound(nothing).text_content()
    client.post(there, {"office": office, "day": today().isoformat(), "letters": [letter.pk]})
    tree = sound(client.get(there))
    assert tree.xpath("//input[@name='letters'][@checked]/@value") == [str(other.pk)]
    again = client.post(
        there, {"office": office, "day": today().isoformat(), "letters": [letter.pk, other.pk]}, follow=True
    )
    said = " ".join(sound(again).text_content().split())
    assert "1 份以前打印过，这次是再次打印" in said and "首次打印" in said
    made = Printing.objects.latest("pk")
    pdf = client.get(reverse("desk:printing_pdf", args=[made.pk]))
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]
    # The file is one press away: with Enter right after it was made, and from the list of the day.
    assert sound(again).xpath("//a[@data-focus]/@href") == [reverse("desk:printing_pdf", args=[made.pk])]
    assert sound(client.get(there)).xpath(f"//a[@href='{reverse('desk:printing_pdf', args=[made.pk])}']")


def test_days_without_letters_and_days_that_are_none_are_shown_calmly(client: Client) -> None:
    as_staff(client, "registrar")
    assert "这一天没有签发文书" in page(client, "letters_day", day="2026-01-05")
    assert "这一天没有签发文书" in page(client, "letters_day", day="第五天", office="9999")


def test_the_numbers_of_an_office_are_shown_with_what_is_missing(client: Client) -> None:
    letters = [accepted(sorted_matter()) for _ in range(3)]
    as_staff(client, "registrar")
    said = page(client, "letters_numbers", kind="acceptance")
    assert "1 到 3 号连续，没有缺号" in said and str(letters[0].number) in said
    Letter.objects.filter(pk=letters[1].pk).update(number=str(letters[1].number).replace("〕2号", "〕9号"))
    assert "有缺号" in page(client, "letters_numbers", kind="acceptance")
    assert "这一年没有这种文书" in page(client, "letters_numbers", kind="opinion", year="2024")


def test_who_issues_no_letters_has_no_such_pages(client: Client) -> None:
    as_staff(client, "supervisor")
    for name in ("letters", "letters_drafts", "letters_day", "letters_numbers"):
        assert client.get(reverse(f"desk:{name}")).status_code == 403
