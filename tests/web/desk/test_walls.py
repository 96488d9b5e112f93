"""Who gets in where: every page names a permission, and another office's matter stays closed."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.agency import actor, as_staff, petition

pytestmark = pytest.mark.usefixtures("agency")
# Pages of the administrator that name a thing: they show no case (tests/web/desk/admin).
ADMINISTRATION = ("office_end", "staff_leave", "area", "calendar", "limit", "letter_words_part")


def _routes(patterns: list[URLPattern | URLResolver], under: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, f"{under}{pattern.pattern}")
        else:
            yield f"{under}{pattern.pattern}", pattern


def test_no_page_of_the_workbench_but_the_door_is_public() -> None:
    desk = [
        (route, p.callback) for route, p in _routes(get_resolver().url_patterns) if route.startswith("desk/")
    ]
    doors = ["desk/sign-in/", "desk/sign-in/code/"]
    assert [route for route, view in desk if view.permission == "public"] == doors


def test_a_possible_accusation_is_hidden_from_who_took_it_in_but_the_receipt_is_not(client: Client) -> None:
    by = actor("registrar")
    done = petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。", channel="visit", by=by)
    as_staff(client, "registrar")
    assert client.get(reverse("desk:matter", args=[done.matter])).status_code == 404
    receipt = client.get(reverse("desk:receipt", args=[done.petition]))
    assert receipt.status_code == 200
    assert "张某某" not in receipt.content.decode() and "事由" not in receipt.content.decode()
    as_staff(client, "handler")
    assert client.get(reverse("desk:receipt", args=[done.petition])).status_code in {403, 404}
    as_staff(client, "accusation-officer")
    assert client.get(reverse("desk:matter", args=[done.matter])).status_code == 200
