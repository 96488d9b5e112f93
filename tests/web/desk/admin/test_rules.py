"""Calendars, limits and words of letters by forms: looked at first, dated, within the law."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.rules.letters import MARK
from huiyin.cases.services.calendars import loaded_year
from huiyin.cases.services.wording import wordings
from huiyin.cases.standing import the_law
from huiyin.foundation.calendars import revision
from huiyin.foundation.own import threshold
from huiyin.law.calendar import latest_published
from huiyin.orgs import accounts, two_persons
from huiyin.orgs.models import Change
from tests.agency import actor, as_staff, petition
from tests.cases.test_letters import drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
YEAR = latest_published() + 1
NOTICE = {
    "source": "国务院办公厅通知",
    "holidays": f"元旦 {YEAR}-01-01 {YEAR}-01-03\n劳动节 {YEAR}-05-01 {YEAR}-05-05\n"
    f"春节 {YEAR}-02-05 {YEAR}-02-12\n国庆节 {YEAR}-10-01 {YEAR}-10-07",
    "workdays": "",
    "seen": 0,
}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path


def post(client: Client, page: str, /, *args: Any, **typed: Any) -> Any:
    return client.post(reverse(f"desk:{page}", args=args), typed)


def look_at(client: Client, code: str, **form: Any) -> str:
    """What says that somebody looked at what a limit would move."""
    looked = post(client, "limit", code, do="look", **form)
    assert looked.status_code == 200
    return str(sound(looked).xpath("//input[@name='looked_at']/@value")[0])


def agree(client: Client) -> None:
    """A second person confirms the one limit that waits."""
    [request] = two_persons.to_confirm(actor("head"), at=now())
    page = sound(as_staff(client, "head").get(reverse("desk:confirming"))).text_content()
    assert "延长期限或限度" in page and str(request.params["value"]) in page
    accounts.decide(request.id, True, by=actor("head"), at=now())
    as_staff(client, "administrator")


def test_a_year_is_looked_at_before_it_counts(client: Client) -> None:
    petition(title="不该看到的标题")
    as_staff(client, "administrator")
    looked = post(client, "calendar", YEAR, **NOTICE)
    assert looked.status_code == 200 and loaded_year(YEAR) is None
    page = sound(looked)
    assert "看了 1 件" in page.text_content() and "不该看到" not in page.text_content()
    mark = page.xpath("//input[@name='looked_at']/@value")[0]
    other = post(client, "calendar", YEAR, **{**NOTICE, "source": "另一个", "looked_at": mark})
    assert other.status_code == 200 and loaded_year(YEAR) is None  # what was looked at was something else
    for _ in range(2):
        assert post(client, "calendar", YEAR, **NOTICE, looked_at=mark, reason="已发布").status_code == 302
    found = loaded_year(YEAR)
    assert found is not None and found.version == 1
    row = Change.objects.get(about=f"calendar:{YEAR}")
    assert row.after["source"] == NOTICE["source"] and row.reason == "已发布"
    shown = sound(client.get(reverse("desk:calendar", args=[YEAR])))
    assert f"元旦 {YEAR}-01-01 {YEAR}-01-03" in shown.xpath("//textarea[@name='holidays']")[0].text


def test_a_loaded_year_moves_deadlines_and_the_page_says_how_many(client: Client) -> None:
    from huiyin.cases.queries import moving
    from huiyin.law.announced import read_notice

    petition()
    days = [
        today() + timedelta(days=n)
        for n in range(3, 40)
        if (today() + timedelta(days=n)).year == today().year
    ]
    if len(days) < 20:
        pytest.skip("the year ends before the deadline")
    spec = {
        "year": today().year,
        "source": "试",
        "holidays": [
            *[{"name": "元旦", "day": d} for d in days],
            *[date(today().year, m, d) for m, d in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))],
        ],
    }
    found = moving.moved(read_notice(spec), on=today())
    assert found.seen == 1 and any(row.later for row in found.rows)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("source", {"source": " "}),
        ("holidays", {"holidays": "元旦"}),
        ("holidays", {"holidays": f"元旦 {YEAR}-13-01"}),
        ("holidays", {"holidays": f"元旦 {YEAR}-01-01"}),
        ("workdays", {"workdays": "下周六"}),
    ],
)
def test_what_cannot_be_a_notice_comes_back_beside_its_field(
    client: Client, field: str, typed: dict[str, str]
) -> None:
    as_staff(client, "administrator")
    refused = post(client, "calendar", YEAR, **{**NOTICE, **typed})
    assert refused.status_code == 422
    assert sound(refused).xpath(f"//*[@id='id_{field}_error']")


def test_everything_that_needs_mending_is_told_at_once(client: Client) -> None:
    as_staff(client, "administrator")
    wrong = {"source": "", "holidays": "甲\n元旦：1月1日\n乙", "workdays": "下周六"}
    page = sound(post(client, "calendar", YEAR, **{**NOTICE, **wrong}))
    told = {name: page.xpath(f"//*[@id='id_{name}_error']")[0].text_content() for name in wrong}
    assert "甲" in told["holidays"] and "乙" in told["holidays"] and "下周六" in told["workdays"]


@pytest.mark.parametrize("year", [f"{YEAR}年", ""])
def test_days_may_be_typed_as_the_notice_writes_them(client: Client, year: str) -> None:
    as_staff(client, "administrator")
    typed = (
        f"元旦 {year}1月1日至3日\n春节：{year}2月5日至2月12日\n"
        f"劳动节 {YEAR}/5/1 {YEAR}/5/5\n国庆节 {year}10月1日 {year}10月7日"
    )
    looked = post(client, "calendar", YEAR, **{**NOTICE, "holidays": typed})
    assert looked.status_code == 200, sound(looked).text_content()
    mark = sound(looked).xpath("//input[@name='looked_at']/@value")
    same = post(client, "calendar", YEAR, **NOTICE)
    assert mark == sound(same).xpath("//input[@name='looked_at']/@value")


def test_a_year_loaded_once_is_withdrawn_after_a_look_and_can_come_back(client: Client) -> None:
    from django.conf import settings

    petition()
    as_staff(client, "administrator")
    before = revision(settings.HUIYIN_HOME, "national")

    def load(seen: int) -> None:
        looked = sound(post(client, "calendar", YEAR, **{**NOTICE, "seen": seen}))
        mark = looked.xpath("//input[@name='looked_at']/@value")[0]
        assert post(client, "calendar", YEAR, **{**NOTICE, "seen": seen}, looked_at=mark).status_code == 302

    load(0)
    looked = sound(post(client, "calendar", YEAR, do="withdraw", seen=1))
    assert loaded_year(YEAR) is not None and "看了 1 件" in looked.text_content()
    mark = looked.xpath("//form[@id='id_withdraw']//input[@name='looked_at']/@value")[0]
    stale = post(client, "calendar", YEAR, do="withdraw", seen=0, looked_at=mark)
    assert stale.status_code == 409 and loaded_year(YEAR) is not None
    for _ in range(2):
        sent = {"do": "withdraw", "seen": 1, "looked_at": mark, "why": "录错了"}
        answer = post(client, "calendar", YEAR, **sent)
    assert answer.status_code in {200, 302} and loaded_year(YEAR) is None
    assert revision(settings.HUIYIN_HOME, "national") == before
    assert Change.objects.filter(about=f"calendar:{YEAR}").count() == 2
    page = sound(client.get(reverse("desk:calendar", args=[YEAR])))
    assert "撤回放假安排" in page.text_content() and not page.xpath("//button[@value='withdraw']")
    load(2)
    found = loaded_year(YEAR)
    assert found is not None and found.version == 3


def test_the_record_of_a_year_says_which_days_off_came_and_went(client: Client) -> None:
    as_staff(client, "administrator")
    longer = (
        NOTICE["holidays"].replace(f"{YEAR}-01-03", f"{YEAR}-01-04").replace(f"{YEAR}-05-05", f"{YEAR}-05-04")
    )
    for version, typed in enumerate((NOTICE, {**NOTICE, "holidays": longer})):
        looked = sound(post(client, "calendar", YEAR, **{**typed, "seen": version}))
        mark = looked.xpath("//input[@name='looked_at']/@value")[0]
        assert post(client, "calendar", YEAR, **{**typed, "seen": version}, looked_at=mark).status_code == 302
    page = sound(client.get(reverse("desk:changes"), {"kind": "calendar"}))
    second, first = (" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr"))
    assert "23 天：元旦 1月1日–1月3日、春节" in first
    assert "23 天：加上 元旦 1月4日；去掉 劳动节 5月5日" in second
    assert "来源" not in second, "what stayed as it was is not said again"


def test_a_missing_holiday_is_named_without_speaking_of_a_file(client: Client) -> None:
    as_staff(client, "administrator")
    lines = NOTICE["holidays"].splitlines()[1:]
    refused = post(client, "calendar", YEAR, **{**NOTICE, "holidays": "\n".join(lines)})
    words = sound(refused).xpath("//*[@id='id_holidays_error']")[0].text_content()
    assert "依法放假" in words and "文件" not in words


def test_the_record_says_what_the_system_has_where_the_agency_set_nothing(client: Client) -> None:
    as_staff(client, "administrator")
    form = {"value": 8, "since": today().isoformat(), "instrument": "规定", "seen": 0}
    assert post(client, "limit", "small_cell", **form).status_code == 302
    words = sound(client.get(reverse("desk:changes"))).text_content()
    assert "系统的 5 人" in words and "8 人" in words and "（空）" not in words
    assert "HUIYIN_" not in sound(client.get(reverse("desk:limits"))).text_content()


def test_a_file_fills_the_form(client: Client) -> None:
    as_staff(client, "administrator")
    text = (
        f"year: {YEAR}\nsource: 通知\nholidays:\n  - {{name: 元旦, from: {YEAR}-01-01, to: {YEAR}-01-02}}\n"
        f"  - {{name: 劳动节, from: {YEAR}-05-01, to: {YEAR}-05-02}}\n"
        f"  - {{from: {YEAR}-02-05, to: {YEAR}-02-12}}\n"
        f"  - {{name: 国庆节, from: {YEAR}-10-01, to: {YEAR}-10-03}}\n"
    )
    answer = post(client, "calendar", YEAR, seen=0, files=SimpleUploadedFile("y.yaml", text.encode()))
    page = sound(answer)
    assert answer.status_code == 200, page.text_content()
    assert page.xpath("//input[@name='source']/@value") == ["通知"]
    assert page.xpath("//input[@name='looked_at']")
    bad = post(client, "calendar", YEAR, seen=0, files=SimpleUploadedFile("y.yaml", b"\xff\x00"))
    assert bad.status_code == 422 and sound(bad).xpath("//*[@id='id_files_error']")


def test_a_limit_keeps_within_the_law_and_never_reaches_back(client: Client) -> None:
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:limit", args=["keep_concluded_years"])))
    assert "10" in page.text_content()
    day = today().isoformat()
    short = {"value": 9, "since": day, "instrument": "青人社发〔2026〕1号", "seen": 0}
    refused = post(client, "limit", "keep_concluded_years", **short)
    assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_value_error']")
    yesterday = (today() - timedelta(days=1)).isoformat()
    for field, typed in (
        ("since", {"since": yesterday}),
        ("instrument", {"instrument": ""}),
        ("since", {"since": ""}),
    ):
        refused = post(client, "limit", "keep_concluded_years", **{**short, "value": 15, **typed})
        assert refused.status_code == 422 and sound(refused).xpath(f"//*[@id='id_{field}_error']")
    later = today() + timedelta(days=30)
    form = {**short, "value": 15, "since": later.isoformat()}
    mark = look_at(client, "keep_concluded_years", **form)
    assert post(client, "limit", "keep_concluded_years", **form, do="set", looked_at=mark).status_code == 302
    assert not Change.objects.exists(), "longer is not kept on one person's word"
    agree(client)
    law, _calendar = the_law()
    assert law.parameter("keep_concluded_years", today()).value == 10
    found = law.parameter("keep_concluded_years", later)
    assert found.value == 15 and found.citation.instrument == "青人社发〔2026〕1号"
    assert Change.objects.count() == 1
    assert "15 年" in sound(client.get(reverse("desk:limits"))).text_content()


def test_a_limit_goes_back_to_what_holds_without_it(client: Client) -> None:
    as_staff(client, "administrator")
    day = today().isoformat()
    form = {"value": 8, "since": day, "instrument": "规定", "seen": 0}
    assert post(client, "limit", "small_cell", **{**form, "value": 4}).status_code == 422
    assert post(client, "limit", "small_cell", **form).status_code == 302
    from django.conf import settings

    assert threshold(settings.HUIYIN_HOME, "small_cell", today()) == 8
    stale = post(client, "limit", "small_cell", **{**form, "value": 9})
    assert stale.status_code == 409
    assert post(client, "limit", "small_cell", since=day, do="usual", seen=1).status_code == 302
    assert threshold(settings.HUIYIN_HOME, "small_cell", today()) == 5


def test_going_back_on_the_first_value_offers_what_the_system_has(client: Client) -> None:
    as_staff(client, "administrator")
    form = {"value": 8, "since": today().isoformat(), "instrument": "规定", "seen": 0}
    assert post(client, "limit", "small_cell", **form).status_code == 302
    change = Change.objects.get().pk
    page = sound(client.get(reverse("desk:limit", args=["small_cell"]), {"back": change}))
    assert page.xpath("//input[@name='value']/@value") == ["5"]
    assert page.xpath("//button[@value='usual']") and "用的是系统的" in page.text_content()


def test_a_value_of_a_later_day_can_be_withdrawn(client: Client) -> None:
    as_staff(client, "administrator")
    form = {"value": 8, "since": today().isoformat(), "instrument": "规定", "seen": 0}
    assert post(client, "limit", "small_cell", **form).status_code == 302
    later = (today() + timedelta(days=30)).isoformat()
    form |= {"value": 9, "since": later, "seen": 1}
    assert post(client, "limit", "small_cell", **form).status_code == 302
    page = sound(client.get(reverse("desk:limit", args=["small_cell"])))
    assert page.xpath("//input[@name='later']/@value") == [later]
    answer = post(client, "limit", "small_cell", do="withdraw", later=later, seen=2)
    assert answer.status_code == 302
    from django.conf import settings

    assert threshold(settings.HUIYIN_HOME, "small_cell", date.fromisoformat(later)) == 8
    page = sound(client.get(reverse("desk:limit", args=["small_cell"])))
    assert not page.xpath("//input[@name='later']")
    again = post(client, "limit", "small_cell", do="withdraw", later=later, seen=3)
    assert again.status_code == 404


def test_days_left_out_can_be_set_with_a_document_and_deadlines_are_counted_anew(client: Client) -> None:
    from django.conf import settings

    as_staff(client, "administrator")
    before = revision(settings.HUIYIN_HOME, "national")
    form = {"value": 8, "since": today().isoformat(), "instrument": "省办法", "article": "第九条", "seen": 0}
    assert post(client, "limit", "suspension_papers", **{**form, "value": 11}).status_code == 422
    assert post(client, "limit", "suspension_papers", **form).status_code == 200
    mark = look_at(client, "suspension_papers", **form)
    other = post(client, "limit", "suspension_papers", **{**form, "value": 9}, do="set", looked_at=mark)
    assert other.status_code == 200, "what was looked at was another value"
    assert post(client, "limit", "suspension_papers", **form, do="set", looked_at=mark).status_code == 302
    assert not the_law()[0].suspensions("decide_review", today())
    page = sound(client.get(reverse("desk:limit", args=["suspension_papers"]))).text_content()
    assert "等负责人确认" in page and "外地规定" in page and "未核实" in page
    assert f"{actor('administrator').name}提出" in page and "起改为8 " in page
    assert "法定期限不能改" not in sound(client.get(reverse("desk:limits"))).text_content()
    agree(client)
    law, _calendar = the_law()
    found = law.suspensions("decide_review", today())
    assert [(p.name, p.value) for p in found] == [("suspension_papers", 8)]
    assert not law.suspensions("decide_review", today() - timedelta(days=1))
    assert revision(settings.HUIYIN_HOME, "national") != before
    changes = sound(client.get(reverse("desk:changes"), {"kind": "threshold"})).text_content()
    assert f"{actor('administrator').name}、{actor('head').name}" in changes, "both persons stand there"


def test_the_look_at_a_limit_says_which_last_days_move(client: Client) -> None:
    from huiyin.cases.queries import moving
    from tests.cases.test_reviewing import under_review

    under_review()
    given: dict[str, Any] = {"instrument": "省办法", "article": "", "on": today()}
    seen = moving.moved_by_limit("suspension_papers", 8, since=date(2022, 5, 1), **given)
    assert seen.seen >= 1 and not seen.rows, "nothing was suspended, so nothing moves"
    as_staff(client, "administrator")
    form = {"value": 8, "since": today().isoformat(), "instrument": "省办法", "seen": 0}
    page = sound(post(client, "limit", "suspension_papers", do="look", **form)).text_content()
    assert "没有期限会移动" in page and f"看了 {seen.seen} 件" in page


def test_shorter_needs_no_second_person_but_a_look(client: Client) -> None:
    as_staff(client, "administrator")
    form = {"value": 15, "since": today().isoformat(), "instrument": "规定", "seen": 0}
    mark = look_at(client, "keep_concluded_years", **form)
    post(client, "limit", "keep_concluded_years", **form, do="set", looked_at=mark)
    agree(client)
    form |= {"value": 12, "seen": 1}
    mark = look_at(client, "keep_concluded_years", **form)
    assert post(client, "limit", "keep_concluded_years", **form, do="set", looked_at=mark).status_code == 302
    assert the_law()[0].parameter("keep_concluded_years", today()).value == 12


def test_an_agency_words_a_letter_and_never_drops_what_the_law_wants(client: Client) -> None:
    as_staff(client, "administrator")
    listed = sound(client.get(reverse("desk:letter_words"), {"kind": "acceptance"}))
    assert listed.xpath("//a[contains(@href, '/words/acceptance/acceptance/')]")
    page = ("letter_words_part", "acceptance", "acceptance")
    form = {"since": today().isoformat(), "seen": 0}
    for wrong in ("您好！", "根据{basis}，{nobody}", "根据{basis}，{受理", "根据{basis}" + "长" * 1001):
        refused = post(client, *page, text=wrong, **form)
        assert refused.status_code == 422
        assert sound(refused).xpath("//*[@id='id_text_error']")
        assert wrong.strip() in sound(refused).xpath("//textarea[@name='text']")[0].text
    assert post(client, *page, text="您好！根据{basis}，我们决定受理您的事项。", **form).status_code == 302
    letter = drafted(sorted_matter(), "accepted", path="6")
    as_staff(client, "registrar")
    shown = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    words = shown.xpath("//textarea[@name='acceptance']")[0].text
    assert "您好！根据《信访工作条例》" in words and "{" not in words


def test_words_from_a_later_day_change_nothing_before(client: Client) -> None:
    as_staff(client, "administrator")
    later = (today() + timedelta(days=2)).isoformat()
    text = "您好！根据{basis}，我们决定受理您的事项。"
    page = ("letter_words_part", "acceptance", "acceptance")
    assert post(client, *page, text=text, since=later, seen=0).status_code == 302
    row = next(r for r in wordings(on=today()) if (r.kind, r.element) == ("acceptance", "acceptance"))
    assert row.own == "" and row.later[0].text == text
    assert client.get(reverse("desk:letter_words_part", args=["told", "law"])).status_code == 404


def test_every_part_that_can_be_worded_opens(client: Client) -> None:
    as_staff(client, "administrator")
    rows = wordings(on=today())
    assert {row.kind for row in rows} <= set(MARK) and len(rows) > 20
    offered = sound(client.get(reverse("desk:letter_words"))).xpath("//select[@name='kind']/option/text()")
    assert len(set(offered)) == len(offered) > 5, "letters of one title are told apart"
    for row in rows:
        page = sound(client.get(reverse("desk:letter_words_part", args=[row.kind, row.element])))
        assert "wording_place." not in page.text_content().lower()
