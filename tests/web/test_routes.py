"""Every route is asked for by every role: nothing opens that should not, and no office reads another's."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Matter
from huiyin.cases.services import tasks
from huiyin.orgs.rules import ROLES
from huiyin.reception.services import talks
from tests.agency import actor, as_staff, office_id
from tests.docs.pages import ROOT
from tests.people import STAFF
from tests.web import walk

# Who may see what is the same on any database; what the pages ask of it has tests of its own on both.
pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]
OTHERS = "另一单位的话"
# Who has no sight of the matter: roles that read no cases, nobody, who belongs to another office.
BLIND = {role for role, may in ROLES.items() if not {"matter.read", "matter.read_restricted"} & may}
BLIND |= {walk.NOBODY, walk.ELSEWHERE, walk.OTHER_SYSTEM}
# Where whoever may read the matter reads the secret words: as page, table, Word file, ZIP.
TELLING = (
    ("desk:talk", "GET"),
    ("desk:talk_docx", "GET"),
    ("desk:event", "GET"),
    ("desk:event_docx", "GET"),
    ("desk:register_item", "GET"),
    ("desk:matter_file", "GET"),
    ("desk:exchange_download", "GET"),
    ("desk:exchange_system", "GET"),
    ("desk:personal_copy", "POST"),
)


def test_every_route_is_declared_with_what_it_opens() -> None:
    found = {route.name: route for route in walk.routes()}
    assert found.keys() == walk.DECLARED.keys(), "declare new routes in tests/web/routes.yaml"
    known = {"public", "staff", "token"} | {permission for held in ROLES.values() for permission in held}
    for name, declared in walk.DECLARED.items():
        assert {declared["opens"], declared.get("sends", "staff")} <= known
        # The programming interface says it on its operations; what is declared here is then all there is.
        assert found[name].opens in {declared["opens"], None}, name


def expected(name: str, who: str) -> set[str]:
    """What a role may meet behind a route, whatever the method; derived from the roles, not from the walk."""
    declared, let_in = walk.DECLARED[name], {*walk.LET_IN, "–"}
    about = declared.get("about")
    if declared["opens"] == "public":
        return {*let_in, "hidden", "no"}  # what is somebody's own there asks for the query code
    if declared["opens"] == "token":
        theirs = who == walk.OTHER_SYSTEM and about == "office"
        return {"hidden", "–"} if theirs else let_in if who in walk.SYSTEMS else {"token", "–"}
    if who == walk.NOBODY:
        return {"sign in"}
    held = ROLES["registrar" if who == walk.ELSEWHERE else who]
    if declared["opens"] not in {"staff", *held}:
        return {"no"}
    if about == "office" and who == walk.ELSEWHERE:
        return {"hidden", "no", "–"}
    refused = {"office": {"hidden", "no"}, "named": {"hidden", "no"}, "own": {"hidden"}, "agency": {"hidden"}}
    met = let_in | refused.get(about or "", set())
    return met if declared.get("sends", "staff") in {"staff", *held} else met | {"no"}


def test_the_walk_meets_what_the_roles_allow_tells_the_blind_nothing_and_the_document_shows_it() -> None:
    told: set[tuple[str, str, str]] = set()
    found = walk.table(walk.world(), walk.world("fd-hrss", OTHERS), told)
    assert [one for one in sorted(told) if one[0] in BLIND] == []
    assert {("registrar", *one) for one in TELLING} <= told
    strange = [
        f"{name} for {who}: {words}"
        for name, by_role in found.items()
        for who, words in by_role.items()
        if not {*words} - {"–"} <= expected(name, who)
    ]
    assert strange == []
    for role in ("registrar", "handler", "head"):
        assert found["desk:matter"][role] == ("opens", "–")
    shown = (ROOT / "docs" / "routes-and-roles.md").read_text(encoding="utf-8")
    assert shown == walk.document(found), "run `python -m tools.routes`"


def test_no_route_takes_a_method_that_it_does_not_declare_even_from_who_may_open_it() -> None:
    world = walk.world()
    asked = 0
    for route in walk.routes():
        opens = walk.DECLARED[route.name]["opens"]
        client = walk.system_of(world) if opens == "token" else walk.client_of(opener(opens))
        for method in {"GET", "POST"} - set(walk.methods(route)):
            answer = walk.asked(client, route, world, method)
            assert answer.status_code in {404, 405}, f"declare {method} of {route.name}"
            asked += 1
    assert asked > 100


def opener(opens: str) -> str:
    """Return a role that what a route opens is open to."""
    return next((role for role in walk.WHO if opens in ROLES.get(role, ())), "registrar")


@pytest.mark.parametrize(
    "colleague", [c for c in STAFF if c.office in {"lp-hrss", "fd-hrss", "ql-jc"}], ids=lambda c: c.login
)
def test_no_page_of_another_office_holds_a_word_of_the_matter(colleague: Any) -> None:
    world = walk.world()
    client = as_staff(Client(raise_request_exception=False), colleague.roles[0], colleague.office)
    assert_closed(client, world, world)


@pytest.mark.parametrize("role", ["registrar", "handler"])
def test_a_city_office_reads_and_changes_nothing_of_a_county_below_it(role: str) -> None:
    county = walk.world("lp-hrss")
    assert_closed(walk.client_of(role), county, county)


@pytest.mark.parametrize("role", ["head", "supervisor", "leader"])
def test_who_is_above_a_county_looks_and_changes_nothing(role: str) -> None:
    county = walk.world("lp-hrss")
    client, stand = walk.client_of(role), walk.untouched(county)
    before, seen = stand(), 0
    for route in walk.routes():
        if "POST" in walk.methods(route):
            after: list[object] = []
            walk.asked(client, route, county, "POST", then=lambda after=after: after.append(stand()))
            assert after == [before], route.name
        elif walk.tells(walk.asked(client, route, county, "GET")):
            seen += 1
    assert seen > 3


@pytest.mark.parametrize("login", ["miaohe", "wenliang"])
def test_what_belongs_to_another_office_is_not_reached_through_a_form_about_ones_own(login: str) -> None:
    theirs, own = walk.world(), walk.world("fd-hrss", OTHERS)
    role = next(c.roles[0] for c in STAFF if c.login == login)
    client = as_staff(Client(raise_request_exception=False), role, "fd-hrss")
    # Under the code of one's own system, too, a record or difference of theirs is not there.
    under_own = (("desk:exchange_decide", "link_id"), ("desk:exchange_close", "difference_id"))
    mixed = {route: {**own[route], key: theirs[key]} for route, key in under_own}
    assert_closed(client, {**own, **mixed}, theirs)


def test_a_connected_system_reads_and_changes_nothing_of_another_office() -> None:
    theirs, own = walk.world(), walk.world("fd-hrss", OTHERS)
    client = walk.system_of(own)
    assert_closed(client, theirs, theirs)
    assert_closed(client, own, theirs)
    client = walk.system_of(theirs)
    read = client.get(reverse("api:read_matter", args=[theirs["matter_id"]]))
    assert walk.tells(read), "its own system, with every scope, does read it"


def assert_closed(client: Client, world: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    """Ask for everything of a world while naming what is theirs: no word of it comes, nothing of it moves."""
    stand = walk.untouched(theirs)
    before = stand()
    for route in walk.routes():
        for method in walk.methods(route):
            after: list[object] = []
            answer = walk.asked(
                client, route, world, method, names=theirs, then=lambda after=after: after.append(stand())
            )
            assert answer.status_code < 500, route.name
            assert not walk.tells(answer), f"{route.name} ({method})"
            assert after == [before], f"{route.name} ({method}) changed something"


@pytest.mark.parametrize("role", ["registrar", "handler", "reviewer", "supervisor", "leader"])
def test_a_possible_accusation_is_told_on_no_page_to_who_is_not_named_for_it(role: str) -> None:
    world = walk.world()
    # Until it is signed, a talk record stays with the officer who writes it.
    talks.sign(world["talk_id"], "paper", by=actor("registrar"), at=now())
    Matter.objects.update(restricted=True)
    client = walk.client_of(role)
    for route in walk.routes():
        for method in walk.methods(route):
            told = walk.tells(walk.asked(client, route, world, method))
            assert not told, f"{route.name} ({method})"


def test_a_task_given_to_another_office_opens_the_matter_to_it_until_it_is_withdrawn(client: Client) -> None:
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
