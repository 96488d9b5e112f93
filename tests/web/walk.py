"""The walk of every route by every role: what is asked (tests/web/world.py), who asks, what came back.

`tests/web/routes.yaml` declares the routes; `tests/web/test_routes.py` checks the answers and keeps
docs/routes-and-roles.md in step, which `tools/routes.py` writes.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.orgs.rules import ROLES
from tests.agency import as_staff
from tests.web.world import SECRET, untouched, world

__all__ = ["SECRET", "untouched", "world"]

DECLARED: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "routes.yaml").read_text(encoding="utf-8")
)
NOBODY = "nobody"
ELSEWHERE = "other office"
# The roles as they are tried: those of the city office that has the matter, one of another office, nobody.
WHO: Sequence[str] = (NOBODY, *(role for role in ROLES if role != "accusation-officer"), ELSEWHERE)
# Connected systems come with a token: the system of the office that has the matter, and of another one.
SYSTEMS = ITS_SYSTEM, OTHER_SYSTEM = "its system", "other system"
LET_IN = frozenset({"opens", "taken", "leads on"})
WORDS = {401: "token", 403: "no", 404: "hidden", 405: "–"}


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


def methods(route: Route) -> Sequence[str]:
    """Return the methods that a route is declared to take; it takes no other one from anybody."""
    declared = DECLARED[route.name]
    return [m for m, takes in (("GET", declared.get("get", True)), ("POST", declared.get("post"))) if takes]


def client_of(who: str) -> Client:
    """Return a browser of somebody: a role at the city office, a registrar of a county, or nobody."""
    client = Client(raise_request_exception=False)
    if who == NOBODY:
        return client
    return as_staff(client, "registrar", "fd-hrss") if who == ELSEWHERE else as_staff(client, who)


def system_of(world: Mapping[str, Any]) -> Client:
    """Return the connected system of a world's office, with a token that holds every scope."""
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {world['token']}"})


def asked(
    client: Client,
    route: Route,
    world: Mapping[str, Any],
    method: str,
    *,
    names: Mapping[str, Any] | None = None,
    then: Callable[[], None] | None = None,
) -> Any:
    """Ask for an address, naming the same things in form or query, or those of another world (`names`).

    Looks once more with `then`, and leaves records and cookies as they were.
    """
    own, named = world.get(route.name, {}), names or world
    unknown = [name for name in route.parameters if name not in own and name not in world]
    assert not unknown, f"{route.name} takes {unknown}: teach tests/web/world.py what that is"
    address = reverse(route.name, kwargs={name: own.get(name, world.get(name)) for name in route.parameters})
    cookies = copy(client.cookies)
    with transaction.atomic():
        given = named["query"] if method == "GET" else named["form"]
        answer = client.get(address, given) if method == "GET" else client.post(address, given)
        if then is not None:
            then()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def tells(answer: Any) -> bool:
    """Return whether an answer holds the secret words: as a page, as JSON, as a table, or packed in a ZIP."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    parts = [body]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            parts += [packed.read(name) for name in packed.namelist()]
    escaped = SECRET.encode("ascii", "backslashreplace")
    said = (SECRET.encode(), SECRET.encode("gb18030"), escaped, escaped.upper().replace(b"\\U", b"\\u"))
    return any(words in part for words in said for part in parts)


def word(answer: Any, method: str) -> str:
    """Return an answer in a word; docs/routes-and-roles.md says what each means."""
    if answer.status_code == 302:
        if answer["Location"].startswith("/desk/sign-in/?"):
            return "sign in"
        return "taken" if method == "POST" else "leads on"
    return WORDS.get(answer.status_code, "opens" if answer.status_code < 500 else "FAULT")


def table(
    world: Mapping[str, Any], other: Mapping[str, Any], told: set[tuple[str, str, str]] | None = None
) -> dict[str, dict[str, tuple[str, str]]]:
    """Walk: for each route and each of who asks, what a GET and what a POST brings, as far as it takes them.

    `other` is the world of another office; its system comes with its own token. Who was told the secret
    words, by which route and method, is added to `told`.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    told = set() if told is None else told
    systems = {ITS_SYSTEM: system_of(world), OTHER_SYSTEM: system_of(other)}
    for who in (*WHO, *systems):
        client = systems[who] if who in systems else client_of(who)
        for route in routes():
            if who not in systems or DECLARED[route.name]["opens"] == "token":
                answers = {method: asked(client, route, world, method) for method in methods(route)}
                told |= {(who, route.name, method) for method, answer in answers.items() if tells(answer)}
                words = {method: word(answer, method) for method, answer in answers.items()}
                found.setdefault(route.name, {})[who] = (words.get("GET", "–"), words.get("POST", "–"))
    return found


_INTRODUCTION = """# Routes and roles

Every address of the site, asked for by every role. One matter of the city office stands behind the
addresses that are about something; *other office* is a registrar of a county office that has nothing to do
with it. Written by `python -m tools.routes` from a real walk; `tests/web/test_routes.py` walks again and
compares.

Each cell says what looking (GET) brings, then what sending a form (POST) brings; the form names that matter
and what belongs to it wherever forms name something, and says nothing else. `opens`: the page, or the form is
read and says what is missing. `taken`: it was done. `leads on`: to another page. `no`: not with this role.
`hidden`: as if it did not exist. `sign in`: to the sign-in page. `token`: not without the token of a
connected system. `–`: there is nothing to look at, or to send.
"""


def document(found: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """Return the page that shows the table: workbench, what systems call, what is open to everybody."""
    public = [r for r in _sorted() if DECLARED[r.name]["opens"] == "public"]
    systems = [r for r in _sorted() if DECLARED[r.name]["opens"] == "token"]
    inside = [r for r in _sorted() if r not in public and r not in systems]
    lines = [_INTRODUCTION, "## The workbench", "", f"| Route | Opens for | {' | '.join(WHO)} |"]
    lines.append("|" + "---|" * (len(WHO) + 2))
    for route in inside:
        cells = " | ".join(" / ".join(found[route.name][who]) for who in WHO)
        lines.append(f"| `{route.pattern}` | {DECLARED[route.name]['opens']} | {cells} |")
    lines += [
        "",
        "## For connected systems",
        "",
        "*Its system* is connected to the office that has the matter.",
    ]
    lines += ["", f"| Route | nobody | any role | {ITS_SYSTEM} | {OTHER_SYSTEM} |", "|---|---|---|---|---|"]
    for route in systems:
        cells = " | ".join(" / ".join(found[route.name][who]) for who in (ITS_SYSTEM, OTHER_SYSTEM))
        lines.append(f"| `{route.pattern}` | {_nobody_and_roles(found[route.name])} | {cells} |")
    lines += [
        "",
        "## Open to everybody",
        "",
        "What is somebody's own there opens with the query code only.",
        "",
    ]
    lines += ["| Route | nobody | any role |", "|---|---|---|"]
    lines += [f"| `{route.pattern}` | {_nobody_and_roles(found[route.name])} |" for route in public]
    return "\n".join(lines) + "\n"


def _nobody_and_roles(by: Mapping[str, tuple[str, str]]) -> str:
    others = sorted({" / ".join(by[who]) for who in WHO if who != NOBODY})
    return f"{' / '.join(by[NOBODY])} | {'; '.join(others)}"


def _sorted() -> list[Route]:
    return sorted(routes(), key=lambda route: route.pattern)
