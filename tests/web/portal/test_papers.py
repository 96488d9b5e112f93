"""A photo of papers: read only when asked, checked by its writer, added to the text, never anybody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Attachment
from huiyin.foundation import ocr
from tests.foundation.test_ocr import needs_extra, photo
from tests.people import WAGES
from tests.web.page import read, sound
from tests.web.portal.visit import fill, picture, value

pytestmark = pytest.mark.usefixtures("agency")


def with_photo(client: Client, content: bytes, name: str = "欠条.jpg") -> int:
    fill(client, 1, files=SimpleUploadedFile(name, content), do="upload")
    return Attachment.objects.get().pk


def test_a_photo_can_be_read_where_the_extra_is_and_nothing_is_said_of_it_where_it_is_not(
    client: Client,
) -> None:
    with_photo(client, picture(), "欠条.png")
    page = read(client.get(reverse("portal:step", args=[1])))
    assert bool(page.xpath("//button[@name='read']")) == ocr.available()
    assert ("读出上面的字" in page.text_content()) == ocr.available()


def test_a_paper_that_is_no_picture_is_not_offered(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资.txt", "三月 5600".encode()), do="upload")
    assert not read(client.get(reverse("portal:step", args=[1]))).xpath("//button[@name='read']")


@needs_extra
def test_what_was_read_is_shown_beside_the_photo_and_goes_in_only_after_it_was_checked(
    client: Client,
) -> None:
    file = with_photo(client, photo())
    leads = fill(client, 1, read=str(file))
    address = reverse("portal:papers", args=[file])
    assert leads["Location"] == address
    page = sound(client.get(address))
    assert page.xpath(f"//img[@src='{reverse('portal:papers_picture', args=[file])}']")
    shown = client.post(address)
    sound(shown)
    assert "28000" in value(shown, "read")
    assert "28000元" not in value(client.get(reverse("portal:step", args=[1])), "text").replace(WAGES, "")
    done = client.post(address, {"do": "take", "read": "今欠工资28000元（我核对过）"})
    assert done["Location"].startswith(reverse("portal:step", args=[1]))
    text = value(client.get(reverse("portal:step", args=[1])), "text").strip()
    assert text.startswith(WAGES) and text.endswith("（我核对过）")


@needs_extra
def test_a_photo_without_writing_says_so(client: Client) -> None:
    file = with_photo(client, picture(), "墙.png")
    response = client.post(reverse("portal:papers", args=[file]))
    assert response.status_code == 422
    assert "没有在照片上找到字" in sound(response).text_content()


def test_nobody_sees_or_reads_the_photo_of_another_draft(client: Client) -> None:
    file = with_photo(client, picture(), "欠条.png")
    own = client.get(reverse("portal:papers_picture", args=[file]))
    assert own.status_code == 200 and own["Content-Type"] == "image/png"
    other = Client()
    fill(other, 2)
    for name in ("papers", "papers_picture"):
        assert other.get(reverse(f"portal:{name}", args=[file])).status_code == 404
        assert Client().get(reverse(f"portal:{name}", args=[file])).status_code == 404
    assert other.post(reverse("portal:papers", args=[file])).status_code == 404
