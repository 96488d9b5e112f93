"""The walk of every route by every role: what is asked, who asks, and what came back.

`tests/web/routes.yaml` declares the routes; `tests/web/test_routes.py` checks the answers and keeps
docs/routes-and-roles.md in step, which `tools/routes.py` writes.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.base.clock import now, today
from huiyin.cases import countersigning, recusals, tasks
from huiyin.cases.queries import matter as matters
from huiyin.cases.services import letters, work
from huiyin.orgs import services, standing_in
from huiyin.orgs.rules import ROLES
from tests.agency import actor, as_staff, login, office_id, petition, staff_id

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
DECLARED: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "routes.yaml").read_text(encoding="utf-8")
)
SECRET = "荷塘暗语七一三"  # stands in the matter of the city office, in every place words can stand
NOBODY = "nobody"
ELSEWHERE = "other office"
# The roles as they are tried: those of the city office that has the matter, one of another office, nobody.
WHO: Sequence[str] = (NOBODY, *(role for role in ROLES if role != "accusation-officer"), ELSEWHERE)
LET_IN = frozenset({"opens", "taken", "leads on"})
WORDS = {403: "no", 404: "hidden", 405: "–"}


@dataclass(frozen=True)
class Route:
    """An address with its name, and what it says it opens."""

    name: str
    pattern: str
    opens: str | None
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """Return every address of the site by its name."""
    return list(_routes(get_resolver().url_patterns, "", ""))


def _routes(patterns: Sequence[URLPattern | URLResolver], under: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, f"{under}{pattern.pattern}", pattern.namespace or space)
        else:
            name = f"{space}:{pattern.name}" if space else str(pattern.name)
            opens = getattr(pattern.callback, "permission", None)
            yield Route(name, f"/{under}{pattern.pattern}", opens, tuple(pattern.pattern.converters))


def world() -> dict[str, Any]:
    """Set up one matter of the city office with everything on it; return the arguments of routes."""
    by = actor("registrar")
    done = petition(SECRET + "，工地欠我工资。", title=SECRET, channel="visit", by=by)
    key = done.matter
    work.note(key, SECRET, by=by, at=now())
    work.attach(key, BytesIO(PNG), name=f"{SECRET}.png", by=by, at=now())
    work.sort(key, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
    letter = letters.draft(key, "accepted", {"path": "6"}, version=None, by=by, at=now())
    due = today() + timedelta(days=3)
    task = tasks.give(key, f"staff:{staff_id('luchuan')}", due=due, words=SECRET, by=by, at=now())
    countersigning.ask(letter, [f"staff:{staff_id('luchuan')}"], by=by, at=now())
    services.add_staff("kin", name="亲", title="", office="ql-hrss", roles=["handler"], password="x")
    recusals.state(key, "kin", by=login("kin"), at=now())
    later = today() + timedelta(days=30)
    away = standing_in.set_stand_in(
        staff_id("heqing"), staff_id("luchuan"), kind="leave", from_day=later, to_day=later, by=by, at=now()
    )
    view = matters.opened(by, key, at=now())
    return {
        "matter_id": key,
        "petition_id": done.petition,
        "letter_id": letter,
        "file_id": view.files[0].id,
        "task_id": task,
        "countersign_id": countersigning.of_letter(letter)[0].id,
        "recusal_id": recusals.of_matter(by, key)[0].id,
        "delegation_id": away,
        "office_id": office_id("ql-hrss"),
        "staff_id": staff_id("heqing"),
        "act": "accepted",
        "number": 1,
        "letter": letter,
        "code": "ABCDE-FGHJK",
    }


def client_of(who: str) -> Client:
    """Return a browser of somebody: a role at the city office, a registrar of a county, or nobody."""
    client = Client(raise_request_exception=False)
    if who == NOBODY:
        return client
    return as_staff(client, "registrar", "fd-hrss") if who == ELSEWHERE else as_staff(client, who)


def asked(client: Client, route: Route, world: Mapping[str, Any], method: str) -> Any:
    """Ask for an address, and leave records and cookies as they were."""
    unknown = [name for name in route.parameters if name not in world]
    assert not unknown, f"{route.name} takes {unknown}: teach `world` in tests/web/walk.py what that is"
    address = reverse(route.name, kwargs={name: world[name] for name in route.parameters})
    form = {"matter": world["matter_id"], "petition": world["petition_id"]}
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, form)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def word(answer: Any, method: str) -> str:
    """Return an answer in a word; docs/routes-and-roles.md says what each means."""
    if answer.status_code == 302:
        if answer["Location"].startswith("/desk/sign-in/?"):
            return "sign in"
        return "taken" if method == "POST" else "leads on"
    return WORDS.get(answer.status_code, "opens" if answer.status_code < 500 else "FAULT")


def table(world: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, str]]]:
    """Walk: for each route and each of who asks, what a GET and what a POST brings."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for who in WHO:
        client = client_of(who)
        for route in routes():
            words = [word(asked(client, route, world, method), method) for method in ("GET", "POST")]
            found.setdefault(route.name, {})[who] = (words[0], words[1])
    return found


_INTRODUCTION = """# Routes and roles

Every address of the site, asked for by every role. One matter of the city office stands behind the
addresses that are about something; *other office* is a registrar of a county office that has nothing to do
with it. Written by `python -m tools.routes` from a real walk; `tests/web/test_routes.py` walks again and
compares.

Each cell says what looking (GET) brings, then what sending a form with nothing in it (POST) brings.
`opens`: the page, or the form is read and says what is missing. `taken`: it was done. `leads on`: to another
page. `no`: not with this role. `hidden`: as if it did not exist. `sign in`: to the sign-in page. `–`: there
is nothing to look at, or to send.
"""


def document(found: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """Return the page that shows the table: the workbench role by role, then what is open to everybody."""
    inside = [r for r in _sorted() if DECLARED[r.name]["opens"] != "public"]
    outside = [r for r in _sorted() if DECLARED[r.name]["opens"] == "public"]
    lines = [_INTRODUCTION, "## The workbench", "", f"| Route | Opens for | {' | '.join(WHO)} |"]
    lines.append("|" + "---|" * (len(WHO) + 2))
    for route in inside:
        cells = " | ".join(" / ".join(found[route.name][who]) for who in WHO)
        lines.append(f"| `{route.pattern}` | {DECLARED[route.name]['opens']} | {cells} |")
    lines += [
        "",
        "## Open to everybody",
        "",
        "What is somebody's own there opens with the query code only.",
        "",
    ]
    lines += ["| Route | nobody | any role |", "|---|---|---|"]
    for route in outside:
        others = sorted({" / ".join(found[route.name][who]) for who in WHO if who != NOBODY})
        lines.append(f"| `{route.pattern}` | {' / '.join(found[route.name][NOBODY])} | {'; '.join(others)} |")
    return "\n".join(lines) + "\n"


def _sorted() -> list[Route]:
    return sorted(routes(), key=lambda route: route.pattern)
