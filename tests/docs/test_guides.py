"""What the other documents show: code that runs, requests that are answered, names that are there."""

import json
import os
import re
import shlex
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from huiyin.cli import demo, site
from huiyin.demo import play, world
from huiyin.demo.answered import Answered
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from tests.docs.pages import ROOT, blocks, section, text

API = text("docs/how-to/api.md")
START = text("docs/start-here.md")
READMES = ("README.md", "README.zh-CN.md")


def send(client: Client, line: str) -> Any:
    """Send a request as a curl line of the guide describes it."""
    words = shlex.split(line)
    url = next(word for word in words if word.startswith("http://127.0.0.1:8000/"))
    headers = dict(words[i + 1].split(": ", 1) for i, word in enumerate(words) if word == "-H")
    path = url.removeprefix("http://127.0.0.1:8000")
    if "-d" not in words:
        return client.get(path, headers=headers)
    kind = headers.pop("Content-Type")
    return client.post(path, words[words.index("-d") + 1], content_type=kind, headers=headers)


@pytest.mark.usefixtures("agency")
def test_the_api_answers_as_its_guide_shows(client: Client) -> None:
    hand_in, follow, read, _longer_attack = blocks(API, "sh")
    receipt, refusal = (json.loads(block) for block in blocks(API, "json"))
    answer = send(client, hand_in)
    assert answer.status_code == 201
    assert answer.json().keys() == receipt.keys()
    assert send(client, hand_in).json() == {**answer.json(), "again": True}
    progress = send(client, follow.replace(receipt["code_spaced"], answer.json()["code_spaced"]))
    assert progress.json()["stage_words"] == say("law.stage.registered", "en")
    assert send(client, read).json()["path"] == 5
    empty = re.sub(r'"text": "[^"]*"', '"text": " "', hand_in).replace("form-17", "form-18")
    assert send(client, empty.replace("curl", "curl -H 'Accept-Language: en'")).json() == refusal


@pytest.mark.django_db
def test_offices_and_accounts_are_set_up_as_the_guide_shows(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", "an-invented-one")
    settings.HUIYIN_HOME = tmp_path
    exec(blocks(text("docs/how-to/install.md"), "python")[0], {})
    assert orgs.intake_office().code == "ql-hrss"
    assert {"petition.register", "act.handle"} <= orgs.actor_by_login("wangfang").may


@pytest.mark.parametrize("name", READMES)
def test_the_readme_shows_accounts_of_the_demo(name: str) -> None:
    shown = blocks(text(name), "text")[0].splitlines()
    staff = {s["login"]: s for s in world.read().staff}
    offices = {o["code"]: o["name"] for o in world.read().offices}
    for line in shown[1:3]:
        login, person, office, roles = line.split()
        someone = staff[login]
        assert (person, office) == (someone["name"], offices[someone["office"]])
        assert roles == "、".join(say(f"role.{role}") for role in someone["roles"])
    assert play.PASSWORD in shown[0]


@pytest.mark.django_db
@pytest.mark.parametrize("name", READMES)
def test_the_first_and_the_last_line_are_printed_as_shown(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    play.set_up(world.read())
    demo._print_accounts()
    demo._print_answered(Answered("HA7KQ4MXTT", "5678"))
    printed = capsys.readouterr().out
    shown = blocks(text(name), "text")[0].splitlines()
    assert shown[0] in printed
    assert shown[-2].split("…")[0] in printed and "HA7K-Q4M-XTT" in printed
    assert shown[-1] == site.addresses("127.0.0.1", 8000)
    assert "hebo" in printed


def test_both_readmes_name_the_same_commands_and_pages() -> None:
    one, other = (text(name) for name in READMES)
    assert re.findall(r"^\| (`.+?`) \|", one, re.MULTILINE) == re.findall(
        r"^\| (`.+?`) \|", other, re.MULTILINE
    )
    pages = [set(re.findall(r"\]\((docs/.+?)(?:\.zh-CN)?\.md\)", t)) for t in (one, other)]
    assert pages[0] == pages[1]


def test_start_here_names_the_floors_from_top_to_bottom() -> None:
    drawn = blocks(section(START, "The floors"), "text")[0]
    floors = [re.split(r"\s{2,}", line)[0].split(" | ") for line in drawn.splitlines()]
    contract = re.search(r"^layers = \[\n(.*?)\]", text("pyproject.toml"), flags=re.MULTILINE | re.DOTALL)
    assert contract
    assert floors == [line.split(" | ") for line in re.findall(r'"(.+)"', contract[1])]


NAMED = re.compile(r"`(\w+)`(?:, \w+)? in\s+\[[^\]]+\]\(\.\./(src/[^)]+\.py)\)")
BOTH = re.compile(r"`(\w+)` and `(\w+)` in\s+\[[^\]]+\]\(\.\./(src/[^)]+\.py)\)")


def _named() -> set[tuple[str, str]]:
    pairs = {(name, file) for *names, file in BOTH.findall(START) for name in names}
    return pairs | set(NAMED.findall(START))


@pytest.mark.parametrize(("name", "file"), sorted(_named()))
def test_what_start_here_names_is_in_the_file_it_names(name: str, file: str) -> None:
    code = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:def|class) {name}\b|^{name}(?::.+)? = ", code, flags=re.MULTILINE)


def test_start_here_follows_the_petition_through_every_station() -> None:
    stations = (
        "web/portal/submit", "cases/services/drafts", "cases/services/intake", "cases/reading",
        "text/understanding", "cases/spine", "law/lifecycle", "law/deadlines", "foundation/audit",
        "cases/services/work", "cases/services/letters", "cases/queries/follow", "cases/services/answers",
        "jobs/timetable",
    )  # fmt: skip
    linked = re.findall(r"\(\.\./src/huiyin/([\w/]+)\.py\)", START)
    found = [linked.index(station) for station in stations]
    assert found == sorted(found)
    assert len(_named()) >= 10


def test_both_languages_walk_through_the_same_files() -> None:
    chinese = text("docs/start-here.zh-CN.md")
    english = START.split("\n## How to add")[0]
    files = [re.findall(r"\(\.\./((?:src|tests)/[^)]+)\)", t) for t in (english, chinese)]
    assert sorted(files[0]) == sorted(files[1])
    assert re.findall(r"^## (\d+)", english, re.MULTILINE) == re.findall(r"^## (\d+)", chinese, re.MULTILINE)


def test_the_guides_name_the_variables_that_an_office_needs() -> None:
    guide = text("docs/how-to/install.md")
    for name in (
        "HUIYIN_MODE",
        "HUIYIN_HOME",
        "HUIYIN_KEYS",
        "DATABASE_URL",
        "HUIYIN_HOSTS",
        "HUIYIN_ORIGINS",
    ):
        assert f"export {name}=" in guide


def test_the_settings_have_the_defaults_that_the_guide_names() -> None:
    code = text("src/huiyin/foundation/settings.py")
    told = dict(
        re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", text("docs/how-to/configure.md"), re.MULTILINE)
    )
    read = dict(re.findall(r"""environ\.get\("([A-Z_]+)", "([^"]+)"\)""", code))
    assert len(told) >= 6
    assert {name: read.get(name) for name in told} == told


def test_production_insists_on_keys_outside_the_home(tmp_path: Any) -> None:
    home = {"HUIYIN_MODE": "production", "HUIYIN_HOME": str(tmp_path)}
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HUIYIN_KEYS"}} | home
    command = [sys.executable, "-m", "huiyin.cli.main", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "set HUIYIN_KEYS to a folder outside HUIYIN_HOME" in done.stderr
    assert list(tmp_path.iterdir()) == []
