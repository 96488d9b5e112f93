"""Every route is asked for by every role: nothing opens that should not, and no office reads another's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases import tasks
from huiyin.orgs.rules import ROLES
from tests.agency import actor, as_staff, office_id
from tests.docs.pages import ROOT
from tests.people import STAFF
from tests.web import walk

pytestmark = pytest.mark.usefixtures("agency")
BRANCH = {"head", "supervisor", "leader"}


def test_every_route_is_declared_with_what_it_opens() -> None:
    found = {route.name: route for route in walk.routes()}
    assert found.keys() == walk.DECLARED.keys(), "declare new routes in tests/web/routes.yaml"
    known = {"public", "staff"} | {permission for held in ROLES.values() for permission in held}
    for name, declared in walk.DECLARED.items():
        assert declared["opens"] in known
        # The programming interface says it on its operations; what is declared here is then all there is.
        assert found[name].opens in {declared["opens"], None}, name


def expected(name: str, who: str) -> set[str]:
    """What a role may meet behind a route, whatever the method; derived from the roles, not from the walk."""
    declared, let_in = walk.DECLARED[name], {*walk.LET_IN, "–"}
    about = declared.get("about")
    if declared["opens"] == "public":
        return {*let_in, "hidden", "no"}  # what is somebody's own there asks for the query code
    if who == walk.NOBODY:
        return {"sign in"}
    held = ROLES["registrar" if who == walk.ELSEWHERE else who]
    if declared["opens"] not in {"staff", *held}:
        return {"no"}
    if about == "office":
        return {"hidden", "no", "–"} if who == walk.ELSEWHERE else {*let_in, "hidden", "no"}
    return {*let_in, "hidden"} if about in {"own", "agency"} else let_in


def test_the_walk_meets_what_the_roles_allow_and_the_document_shows_it() -> None:
    found = walk.table(walk.world())
    for name, by_role in found.items():
        for who, words in by_role.items():
            assert set(words) <= expected(name, who), f"{name} for {who}: {words}"
    for role in ("registrar", "handler", "head"):
        assert found["desk:matter"][role] == ("opens", "–")
    told = (ROOT / "docs" / "routes-and-roles.md").read_text(encoding="utf-8")
    assert told == walk.document(found), "run `python -m tools.routes`"


@pytest.mark.parametrize(
    "colleague", [c for c in STAFF if c.office in {"lp-hrss", "fd-hrss", "ql-jc"}], ids=lambda c: c.login
)
def test_no_page_of_another_office_holds_a_word_of_the_matter(colleague: Any) -> None:
    world = walk.world()
    client = as_staff(Client(raise_request_exception=False), colleague.roles[0], colleague.office)
    for route in walk.routes():
        for method in ("GET", "POST"):
            answer = walk.asked(client, route, world, method)
            assert answer.status_code < 500, route.name
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert walk.SECRET.encode() not in body, f"{route.name} ({method})"


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"registrar", "handler", "head", "accusation-officer"}))
def test_roles_without_case_sight_find_the_matter_on_no_page(role: str) -> None:
    if "matter.read" in ROLES[role]:
        return
    world = walk.world()
    client = walk.client_of(role)
    for route in walk.routes():
        for method in ("GET", "POST"):
            answer = walk.asked(client, route, world, method)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert walk.SECRET.encode() not in body, f"{route.name} ({method})"


def test_the_walk_would_notice_a_leak(client: Client) -> None:
    world = walk.world()
    as_staff(client, "registrar")
    seen = [
        name
        for name in ("desk:todo", "desk:matters")
        if walk.SECRET in client.get(reverse(name)).content.decode()
    ]
    assert seen == ["desk:todo", "desk:matters"]
    to = f"office:{office_id('ql-jc')}"
    task = tasks.give(world["matter_id"], to, due=today(), words="x", by=actor("registrar"), at=now())
    as_staff(client, "registrar", "ql-jc")
    address = reverse("desk:matter", args=[world["matter_id"]])
    assert walk.SECRET in client.get(address).content.decode()
    tasks.withdraw(task, by=actor("registrar"), at=now())
    assert client.get(address).status_code == 404
