"""Commands for other systems, staff and offices, as operators and scripts use them."""

import json
from pathlib import Path
from typing import Any

import pytest
from tools.check_docs import command_line

from tests.cli.test_commands import huiyin  # noqa: F401 - the fixture
from tests.docs.test_commands import commands

pytestmark = pytest.mark.anywhere

SLIPS = (
    "信访件编号,登记日期,信访形式,信访内容,信访人,办理状态\n"
    "XF1,2026-03-02,03,工地欠我三个月工资,周大勇,20\n,2026-03-02,03,没有编号,,\n"
)


@pytest.mark.parametrize(("name", "command"), list(commands(command_line())))
def test_every_help_teaches_with_an_example(name: str, command: Any) -> None:
    assert f"Example: {name}" in (command.help or "")


def test_a_day_of_exchange_by_command(huiyin: Any, tmp_path: Path) -> None:  # noqa: F811
    huiyin("import", "nowhere.csv")  # the first command of all makes the nameless office
    connect = ("exchange", "connect", "province", "--name", "省系统", "--office", "office")
    assert huiyin(*connect, "--map", "petition-system", "--json").code in {0, 2}
    offices = huiyin("office", "list", "--json").json
    if not offices:
        (tmp_path / "first.csv").write_text("编号,内容,留言时间\n1,社保卡,2026-03-01\n", encoding="utf-8")
        huiyin("import", str(tmp_path / "first.csv"))
        assert huiyin(*connect, "--map", "petition-system").code == 0
    (tmp_path / "slips.csv").write_text(SLIPS, encoding="gb18030")
    done = huiyin("exchange", "import", str(tmp_path / "slips.csv"), "--system", "province", "--json")
    assert done.code == 0, done.err
    assert (done.json["added"], done.json["rejected"]) == (1, 1)
    assert done.json["refusals"][0]["code"] == "exchange.no_number"
    listed = huiyin(
        "exchange", "differences", str(tmp_path / "slips.csv"), "--system", "province", "--json"
    ).json
    assert [(d["kind"], d["ours"], d["theirs"]) for d in listed["differences"]] == [
        ("status", "registered", "accepted")
    ]
    out = str(tmp_path / "outbox")
    nothing = huiyin("exchange", "export", "--system", "province", "--out", out, "--json")
    assert nothing.json["number"] == 0
    assert huiyin("exchange", "systems", "--json").json[0]["links"] == 1
    missing = huiyin("exchange", "import", "nowhere.csv", "--system", "province", "--json")
    assert (missing.code, missing.json["error"]["code"]) == (2, "exchange.file_missing")
    unknown = huiyin("exchange", "export", "--system", "nowhere", "--json")
    assert (unknown.code, unknown.json["error"]["code"]) == (2, "exchange.no_system")
    assert "columns:" in huiyin("exchange", "maps", "petition-system").out
    made = huiyin("token", "create", "--system", "province", "--scope", "matters:read", "--json").json
    assert made["token"].startswith("hyt_")
    tokens = huiyin("token", "list", "--json").json
    assert (tokens[0]["state"], made["token"] in json.dumps(tokens)) == ("good", False)
    assert huiyin("token", "revoke", str(made["id"])).code == 0
    assert huiyin("token", "rotate", str(made["id"]), "--json").code == 2
    inner = huiyin("webhook", "add", "https://127.0.0.1/x", "--system", "province", "--json")
    assert (inner.code, inner.json["error"]["code"]) == (2, "exchange.url_private")
    assert huiyin("webhook", "list", "--json").json == []
    assert huiyin("webhook", "ping", "5", "--json").code == 2
    who = (
        "staff",
        "add",
        "wangfang",
        "--name",
        "王芳",
        "--office",
        "office",
        "--role",
        "registrar",
        "--json",
    )
    assert len(huiyin(*who).json["password"]) >= 12
    assert huiyin(*who).json["error"]["code"] == "orgs.login_taken"
    assert [s["login"] for s in huiyin("staff", "list", "--office", "office", "--json").json] == ["wangfang"]
    assert huiyin("staff", "close", "wangfang").code == 0
    assert huiyin("staff", "close", "wangfang", "--json").code == 2
    assert huiyin("migrate", "--json").json == {"applied": 0}
    jobs = huiyin("worker", "--once", "--json").json["jobs"]
    assert jobs["deliver to webhooks"] and all(jobs.values())
