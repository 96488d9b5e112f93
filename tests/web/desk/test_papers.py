"""A scan beside the words that were typed of it: shown as a plain picture, each page on record."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import Attachment, Matter
from huiyin.foundation import scans
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, as_staff, petition
from tests.people import WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def letter(form: str = "PNG", pages: int = 1) -> bytes:
    made = []
    for page in range(pages):
        sheet = Image.new("RGB", (620, 877), ("white", "lightblue", "wheat")[page])
        ImageDraw.Draw(sheet).text((60, 60), f"page {page + 1}", fill="black")
        made.append(sheet)
    file = io.BytesIO()
    made[0].save(file, form, **({"save_all": True, "append_images": made[1:]} if form == "PDF" else {}))
    return file.getvalue()


def sent(client: Client, name: str, content: bytes) -> int:
    form = {"channel": "letter", "received_on": today().isoformat(), "text": WAGES, "persons": "1"}
    files = [SimpleUploadedFile(name, content)]
    answer = as_staff(client, "registrar").post(reverse("desk:register"), {**form, "files": files})
    assert answer.status_code == 302, answer.content.decode()
    return Attachment.objects.latest("id").pk


def picture(answer: Any) -> Image.Image:
    return Image.open(io.BytesIO(answer.content))


def test_a_scan_stands_beside_the_words_it_came_with(client: Client) -> None:
    file = sent(client, "来信.png", letter())
    page = sound(client.get(reverse("desk:beside", args=[file])))
    assert WAGES in page.text_content()
    [source] = page.xpath("//div[contains(@class, 'scan')]/img/@src")
    assert source.startswith("data:image/jpeg;base64,")
    matter = sound(client.get(reverse("desk:matter", args=[Matter.objects.get().pk])))
    assert matter.xpath(f"//a[@href='{reverse('desk:beside', args=[file])}']")


def test_what_is_added_later_can_be_seen_beside_the_words_as_well(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    for name, content in (("工资表.png", letter()), ("说明.txt", "工资说明".encode())):
        sent_file = SimpleUploadedFile(name, content)
        client.post(reverse("desk:attach", args=[matter]), {"files": [sent_file]})
    files = {f.content_type: f.pk for f in Attachment.objects.filter(matter=matter)}
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    links = page.xpath("//ul[@class='said-files']//a[contains(., '对照看')]/@href")
    assert links == [reverse("desk:beside", args=[files["image/png"]])]
    assert "工资表.png" in sound(client.get(links[0])).text_content()


def test_every_page_of_a_pdf_is_shown_and_there_is_an_end(client: Client) -> None:
    file = sent(client, "来信.pdf", letter("PDF", pages=2))
    first = client.get(reverse("desk:paper_page", args=[file, 1]))
    assert first["Content-Type"] == "image/jpeg" and picture(first).width == scans.WIDTH
    second = picture(client.get(reverse("desk:paper_page", args=[file, 2]))).convert("RGB")
    red, _green, blue = second.getpixel((700, 1000))
    assert blue > red, "the second page is the blue one"
    assert client.get(reverse("desk:paper_page", args=[file, 3])).status_code == 404
    address = reverse("desk:beside", args=[file])
    assert sound(client.get(address)).xpath("//main//a[@rel='next']/@href") == ["?page=2"]
    assert not sound(client.get(address, {"page": "2"})).xpath("//main//a[@rel='next']")
    assert "找不到这一页" in sound(client.get(address, {"page": "9"})).text_content()


def test_what_is_shown_cannot_run_and_is_on_record(client: Client) -> None:
    file = sent(client, "来信.png", letter())
    answer = client.get(reverse("desk:paper_page", args=[file, 1]))
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="file.read", about=f"file:{file}").exists()


@pytest.mark.parametrize(("role", "office"), [("registrar", "fd-hrss"), ("auditor", "ql-hrss")])
def test_who_does_not_see_the_matter_sees_no_page_of_it(client: Client, role: str, office: str) -> None:
    file = sent(client, "来信.png", letter())
    as_staff(client, role, office)
    for address in (reverse("desk:beside", args=[file]), reverse("desk:paper_page", args=[file, 1])):
        assert client.get(address).status_code in {403, 404}


def test_a_file_that_has_no_pages_is_downloaded_and_not_shown(client: Client) -> None:
    file = sent(client, "说明.txt", "工资没有发。".encode())
    assert client.get(reverse("desk:paper_page", args=[file, 1])).status_code == 404
    page = sound(client.get(reverse("desk:matter", args=[Matter.objects.get().pk])))
    assert not page.xpath("//a[contains(@href, '/beside/')]")


@pytest.mark.parametrize(
    ("content", "kind", "number", "refusal"),
    [
        (b"%PDF-1.4 nothing of one", "application/pdf", 1, Invalid),
        (b"\x89PNG nothing of one", "image/png", 1, Invalid),
        (letter(), "image/png", 2, NotFound),
        (letter(), "text/plain", 1, NotFound),
        (letter("PDF"), "application/pdf", 0, NotFound),
        (letter("PDF"), "application/pdf", 5_000, NotFound),
    ],
)
def test_what_cannot_be_drawn_is_said(content: bytes, kind: str, number: int, refusal: type) -> None:
    with pytest.raises(refusal):
        scans.page_of(content, kind, number)


def test_a_pdf_that_never_comes_to_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_PRESS", "import time; time.sleep(30)")
    monkeypatch.setattr(scans, "_SECONDS", 0.3)
    with pytest.raises(Invalid) as refused:
        scans.page_of(letter("PDF"), scans.PDF)
    assert refused.value.message.code == "files.not_drawn"


def test_a_picture_with_clear_parts_is_shown_on_white_paper() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    shown = Image.open(io.BytesIO(scans.page_of(file.getvalue(), "image/png").picture))
    assert min(shown.getpixel((20, 20))) > 250


def test_the_intake_page_shows_the_first_page_of_a_scan(client: Client) -> None:
    file = sent(client, "来信.png", letter())
    page = sound(client.get(reverse("desk:intake")))
    assert page.xpath(f"//img[@src='{reverse('desk:paper_page', args=[file, 1])}' and @alt]")
    assert petition(by=actor("registrar"), channel="visit", at=now()).matter
