"""The invented agency of the tests: a city office over two county offices, and everybody who works there.

`tests/conftest.py` has the fixture `agency` for page tests; import this module only once Django is set up
(in tests, not at the top of a conftest).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.test import Client

from huiyin.base.clock import now, today
from huiyin.cases.models import Changed
from huiyin.cases.rules.given import PersonGiven, PetitionGiven
from huiyin.cases.services import intake
from huiyin.orgs import queries, services
from huiyin.orgs.models import Agency, Division, Office, Post, Staff
from huiyin.orgs.rules import PETITIONER, Actor
from tests.people import PASSWORD, STAFF, WAGES, WORKER, colleague

CITY = {"code": "970100", "name": "青岚市", "name_en": "Qinglan"}
DIVISIONS = (
    {"code": "970000", "name": "南渚省", "name_en": "Nanzhu Province"},
    {**CITY, "parent": "970000"},
    {"code": "970121", "name": "柳坪县", "name_en": "Liuping County", "parent": "970100"},
    {"code": "970122", "name": "枫渡县", "name_en": "Fengdu County", "parent": "970100"},
)
_ALL_FIELDS = ["P", "I", "U", "E", "S", "W", "L", "J", "R", "D", "B", "G", "N"]


def _office(code: str, name: str, name_en: str, **more: Any) -> dict[str, Any]:
    usual = {
        "kind": "hrss",
        "parent": None,
        "superior": "ql-gov",
        "division": "970100",
        "fields": _ALL_FIELDS,
    }
    return {"code": code, "name": name, "name_en": name_en, "phone": "0970-5550100", **usual, **more}


_COUNTY = {"parent": "ql-hrss", "superior": "ql-hrss"}
OFFICES = (
    _office(
        "ql-gov",
        "青岚市人民政府",
        "Government of Qinglan",
        kind="government",
        superior=None,
        short="青政",
        fields=[],
    ),
    _office("ql-hrss", "青岚市人力资源和社会保障局", "Qinglan Bureau", short="青人社"),
    _office(
        "lp-hrss",
        "柳坪县人力资源和社会保障局",
        "Liuping Bureau",
        short="柳人社",
        division="970121",
        **_COUNTY,
    ),
    _office(
        "fd-hrss", "枫渡县人力资源和社会保障局", "Fengdu Bureau", short="枫人社", division="970122", **_COUNTY
    ),
    _office(
        "ql-jc",
        "青岚市劳动保障监察支队",
        "Qinglan Inspection",
        short="青劳监",
        parent="ql-hrss",
        superior="ql-hrss",
        fields=["W", "L"],
    ),
)


# What the agency is in the records, in the order of writing; filled when it is first set up in a process.
_WRITTEN: list[tuple[type[Model], list[Model]]] = []


def set_up(settings: Any) -> None:
    """Set the agency up: areas, offices, staff, and the city office taking in what comes by the portal.

    The services do it once in a process; afterwards the same rows are written again, in a tenth of the time.
    """
    # A slow hash for a dozen colleagues in every test would cost more than all the rest of the test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # After a test that commits, SQLite clears its tables one by one, in any order, and notes rows that go.
    Changed.objects.all().delete()
    if _WRITTEN and not Staff.objects.exists():
        with transaction.atomic():
            for model, rows in _WRITTEN:
                model._default_manager.bulk_create(rows)
        services.keep_places()
        return
    _by_the_services()
    if Staff.objects.count() == len(STAFF) and not _WRITTEN:
        models: tuple[type[Model], ...] = (Division, Office, Agency, Staff, Post)
        _WRITTEN.extend((model, list(model._default_manager.order_by("pk"))) for model in models)


def _by_the_services() -> None:
    services.set_up(CITY)
    services.add_divisions(DIVISIONS)
    services.add_offices(OFFICES)
    services.choose_intake_office("ql-hrss")
    for c in STAFF:
        services.add_staff(c.login, name=c.name, title="", office=c.office, roles=c.roles, password=PASSWORD)


def actor(role: str, office: str = "ql-hrss") -> Actor:
    """Return somebody who holds a role at an office, as services and queries know them."""
    return login(colleague(role, office).login)


def login(name: str) -> Actor:
    """Return somebody by login name, with what they may do today, standing in included."""
    return queries.actor_by_login(name, on=today())


def staff_id(name: str) -> int:
    """Return somebody's key by login name."""
    return login(name).staff or 0


def as_staff(client: Client, role: str, office: str = "ql-hrss") -> Client:
    """Return the client, signed in as somebody who holds a role at an office."""
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(login=colleague(role, office).login))
    return client


def office_id(code: str) -> int:
    """Return an office's key by its code."""
    return queries.office_by_code(code).id


def petition(
    text: str = WAGES,
    *,
    office: str = "",
    by: Actor = PETITIONER,
    channel: str = "web",
    received_on: date | None = None,
    person: PersonGiven = WORKER,
    at: datetime | None = None,
    **more: Any,
) -> intake.Registered:
    """Register a petition; without anything said, the worker's about unpaid wages, by the portal, today."""
    given = PetitionGiven(
        text=text, office=office, channel=channel, received_on=received_on or today(), person=person, **more
    )
    return intake.register(given, by=by, at=at or now())
