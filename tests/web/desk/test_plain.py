"""The pages of plain words: the answer sheet, readability beside a letter, dialect words under a petition."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import AnswerSheet
from huiyin.cases.services import letters, sheets
from huiyin.foundation.backup.archive import parts_of
from tests.agency import actor, as_staff, petition
from tests.cases.test_letters import accept, content, drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def sheet(client: Client, matter: int, **typed: Any) -> Any:
    address = reverse("desk:sheet", args=[matter])
    return client.post(address, typed) if typed else client.get(address)


def test_the_sheet_is_drafted_edited_kept_and_downloaded(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "handler")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert page.xpath(f"//a[@href='{reverse('desk:sheet', args=[matter])}']")
    shown = sound(sheet(client, matter))
    assert "总承包公司先还" in shown.xpath("string(//textarea[@name='can'])")
    assert "系统起草" in shown.text_content() and "农民工欠薪" in shown.text_content()
    assert not shown.xpath("//a[contains(@href, 'sheet.pdf')]"), "a draft nobody looked at is not handed over"
    assert sheet(client, matter, version=0, can="能要回工资").status_code == 302
    kept = sound(sheet(client, matter))
    assert kept.xpath("string(//textarea[@name='can'])").strip() == "能要回工资"
    assert "已保存" in kept.text_content()
    for name, begins in (("sheet_pdf", b"%PDF"), ("sheet_docx", b"PK")):
        answer = client.get(reverse(f"desk:{name}", args=[matter]))
        assert answer.content.startswith(begins)
        assert "attachment" in answer["Content-Disposition"]
    assert sheet(client, matter, do="discard").status_code == 302
    assert not AnswerSheet.objects.exists()


def test_a_refused_sheet_keeps_what_was_typed_beside_what_a_colleague_wrote(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "handler")
    empty = sheet(client, matter, version=0, can=" ", how=" ")
    assert empty.status_code == 422
    assert sound(empty).xpath("//*[@id='id_can_error']")
    sheets.keep(matter, {"can": "同事写的"}, version=0, by=actor("registrar"), at=now())
    refused = sheet(client, matter, version=0, can="我写的")
    assert refused.status_code == 409
    page = sound(refused)
    assert page.xpath("string(//textarea[@name='can'])").strip() == "我写的"
    assert "同事写的" in page.text_content()
    assert page.xpath("//input[@name='version']/@value") == ["1"]


def test_who_only_looks_is_offered_no_button(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "supervisor")
    assert "保存答问单" not in sound(sheet(client, matter)).text_content()
    assert sheet(client, matter, version=0, can="甲").status_code == 403


def test_beside_a_draft_letter_stands_what_makes_it_hard_and_nothing_is_blocked(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    hard = (
        "经调查核实，因该单位处于停产状态，且账户被冻结，补缴事宜需待处置完毕后方可进一步办理，届时将及时说明情况，"
        "对您提出的诉求，我单位将依法予以支持，并督促其尽快履行相应义务。"
    )
    filled = {name: text or hard for name, text in content(letter).items()}
    letters.revise(letter.pk, filled, version=1, by=actor("handler"), at=now())
    as_staff(client, "head")
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    beside = page.xpath("//*[@id='readability']")[0]
    assert "难懂" in beside.text_content() and "“方可”可以说“才可以”" in beside.text_content()
    assert beside.xpath(".//a[@href='#id_investigation']"), "a hint leads to its element"
    assert "申请复查" not in beside.xpath("string(.//ul)"), "the remedy clause is the system's"
    assert (
        client.post(reverse("desk:letter", args=[letter.pk]), {"do": "sign", "version": 2}).status_code == 302
    )


def test_a_letter_between_offices_is_not_weighed_for_the_petitioner(client: Client) -> None:
    letter = drafted(sorted_matter(), "transferred", to="lp-hrss", reason="属柳坪县职权，方可办理")
    as_staff(client, "head")
    page = sound(client.get(reverse("desk:letter", args=[letter.pk])))
    assert page.xpath("//*[@id='readable']") and not page.xpath("//*[@id='readability']")
    live = client.post(reverse("desk:letter_checks", args=[letter.pk]), content(letter))
    assert live.status_code == 200 and "群众看这份文书时" not in live.content.decode()


def test_dialect_words_are_listed_with_their_meaning_under_the_text(client: Client) -> None:
    matter = petition("老板冇得钱发，差我三个月工资，请帮我讨回。").matter
    as_staff(client, "handler")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    words = page.xpath("//div[@class='dialect-words']")[0].text_content()
    assert "冇得" in words and "没有" in words and "欠我" in words and "未核对" in words
    plain = petition("老板没钱发工资，请帮我讨回。").matter
    assert not sound(client.get(reverse("desk:matter", args=[plain]))).xpath("//div[@class='dialect-words']")


def test_a_file_of_our_own_adds_words_and_a_broken_one_is_named(client: Client, settings: Any) -> None:
    folder = Path(settings.HUIYIN_HOME) / "dialect"
    folder.mkdir(exist_ok=True)
    good, broken = folder / "own.yaml", folder / "broken.yaml"
    good.write_text("region: 本地话\nreviewed: yes\nby: 王某\nwords: {a: {幺台: {means: 结束}}}", "utf-8")
    broken.write_text("words: [", "utf-8")
    try:
        matter = petition("账一直没幺台，请处理。").matter
        as_staff(client, "handler")
        shown = sound(client.get(reverse("desk:matter", args=[matter]))).text_content()
        assert "幺台" in shown and "本地话 · 王某" in shown
        assert "broken.yaml" in shown
        assert ("home/dialect/own.yaml", good) in parts_of(Path(settings.HUIYIN_HOME)), (
            "a backup takes it along"
        )
    finally:
        good.unlink()
        broken.unlink()
