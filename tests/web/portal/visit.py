"""A visitor's way through the portal, step by step, as the page tests walk it."""

import io
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.people import WAGES, WORKER
from tests.web.page import read

TYPED: dict[int, dict[str, str]] = {
    1: {"title": "工地欠薪", "text": WAGES},
    2: {"place": "970121", "place_words": "河口镇桥头工地", "employer": "某建筑队"},
    3: {"asked": "请求帮我追回工资28000元。"},
    4: {
        "anonymous": "no",
        "name": WORKER.name,
        "phone": WORKER.phone,
        "address": WORKER.address,
        "id_number": "",
        "behalf": "no",
        "behalf_name": "",
        "behalf_relation": "",
        "behalf_paper": "",
        "joint": "no",
        "persons": "",
        "companions": "",
        "concerned": "",
    },
}


def fill(client: Client, number: int, **more: Any) -> HttpResponse:
    """Send one page of the form, with what is usually typed there unless told otherwise."""
    return client.post(reverse("portal:step", args=[number]), {**TYPED[number], **more})


def filled(client: Client, **more: Any) -> Client:
    """Return the client with all four pages filled in; `more` replaces what is usually typed."""
    for number, usual in TYPED.items():
        mine = {name: value for name, value in more.items() if name in usual}
        if number == 1 and "files" in more:
            mine["files"] = more["files"]
        response = fill(client, number, **mine)
        assert response.status_code == 302, response.content.decode()[:4000]
    return client


def sent(client: Client, **more: Any) -> HttpResponse:
    """Fill in and send a petition; return the receipt."""
    response = filled(client, **more).post(reverse("portal:send"))
    assert response.status_code == 302
    return client.get(response["Location"])


def follows(client: Client, code: str) -> HttpResponse:
    """Follow a petition by its code; return its progress."""
    return client.post(reverse("portal:follow"), {"code": code}, follow=True)


def opens(client: Client, digits: str) -> HttpResponse:
    """Open the answers with the last four digits of a telephone."""
    return client.post(reverse("portal:unlock"), {"digits": digits}, follow=True)


def value(response: Any, name: str) -> str:
    """Return what a field of the page holds."""
    field = read(response).get_element_by_id(f"id_{name}")
    return (field.text or "") if field.tag == "textarea" else field.get("value", "")


def said(response: Any) -> str:
    """Return the words of a page."""
    return read(response).text_content()


def picture() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()
