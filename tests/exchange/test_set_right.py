"""Other systems after a step was set right: told of what stands, and by which act it was set right."""

import json
from typing import Any

import pytest
from django.test import Client

from huiyin.base.clock import now, today
from huiyin.cases.correcting import Asked
from huiyin.cases.models import Act, Matter
from huiyin.cases.services import past
from huiyin.cases.services.correcting import correct
from huiyin.exchange.models import Delivery
from huiyin.exchange.services import webhooks
from tests.agency import actor, petition
from tests.api.test_systems import get, token
from tests.cases.set_right import registered, set_right
from tests.exchange.test_giving import out
from tests.exchange.world import PROVINCE, connected, row, table, take
from tests.registers.told import carried

pytestmark = pytest.mark.usefixtures("agency")


def accepted() -> Matter:
    connected()
    take(table([row("XF1")]))
    matter = Matter.objects.get()
    past.enter(matter.pk, "accepted", on=today(), fields={"path": 6}, by=actor("registrar"), at=now())
    return matter


def undone(matter: Matter) -> None:
    position = Act.objects.get(matter=matter, kind="accepted").position
    asked = Asked(undo=True, reason="点错了")
    correct(matter.pk, position, asked, version=None, by=actor("registrar"), at=now())


def test_a_step_taken_back_before_it_was_told_is_never_told() -> None:
    undone(accepted())
    assert out().number == 0


def test_a_step_taken_back_after_it_was_told_is_not_told_twice() -> None:
    matter = accepted()
    first = out()
    assert first.rows == 1
    undone(matter)
    assert out().number == 0, "their codes know no correction; the list of differences shows the status"


def test_the_acts_of_the_interface_say_what_stands(client: Client) -> None:
    connected()
    mine = petition(by=actor("registrar"), channel="letter")
    matter = mine.matter
    past.enter(matter, "accepted", on=today(), fields={"path": 6}, by=actor("registrar"), at=now())
    set_right(matter, "accepted")
    acts = get(client, f"/matters/{matter}/acts", token("matters:read")).json()
    said = [(a["kind"], a["corrects"], a["in_force"], a["day_now"]) for a in acts]
    assert said == [
        ("received", None, True, today().isoformat()),
        ("accepted", None, False, None),
        ("corrected", 2, False, None),
    ]


def test_a_webhook_is_told_which_act_a_correction_is_about(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE = True
    connected()
    events = ("matter.acted",)
    webhooks.add(PROVINCE, "http://127.0.0.1:9/hook", events, by=actor("administrator"), at=now())
    matter = registered()
    set_right(matter, "received", fields={"channel": "fax"})
    carried()
    bodies = [d.body if isinstance(d.body, dict) else json.loads(d.body) for d in Delivery.objects.all()]
    (told,) = [body for body in bodies if body.get("act") == "corrected"]
    assert (told["corrects"], told["stage"]) == (1, "registered")
    assert "看错" not in json.dumps(told, ensure_ascii=False)
