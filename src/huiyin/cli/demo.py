"""`huiyin demo`: an invented agency to walk around in."""

import json
import os
import sys
import webbrowser
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

from django.conf import settings
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table

from huiyin.base import clock
from huiyin.base.errors import Conflict, NotAllowed
from huiyin.base.ids import spaced
from huiyin.cases.services.multiplying import multiply
from huiyin.cases.services.rebuild import matters
from huiyin.cli import site
from huiyin.demo import life, play, world
from huiyin.demo.answered import Answered, just_answered
from huiyin.demo.truth import truth
from huiyin.foundation import outbox
from huiyin.foundation.wording import say
from huiyin.insight.refresh import refresh
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import queries as orgs

_ERR = Console(stderr=True)
_OUT = Console(width=120)


def show(
    *,
    serve_it: bool,
    port: int,
    browser: bool,
    scale: int = 1,
    truth_file: Path | None = None,
    as_json: bool = False,
) -> None:
    """Set up the invented agency once, print who can sign in, and serve the site."""
    site.refuse_in_production()
    if serve_it:
        site.refuse_taken("127.0.0.1", port)
    site.ready()
    invented, codes = _set_up()
    if truth_file is not None:
        _write_truth(invented, truth_file)
    _multiply(scale, of=len(invented.matters))
    _carry()
    _count_up()
    followed = just_answered(invented, codes)
    address = f"http://127.0.0.1:{port}/"
    if as_json:
        shown = {
            "portal": address,
            "workbench": f"{address}desk/",
            "password": play.PASSWORD,
            "staff": [asdict(someone) for someone in orgs.staff_list()],
            "answered": asdict(followed) if followed else None,
        }
        print(json.dumps(shown, ensure_ascii=False), flush=True)
    else:
        _print_accounts()
        _print_answered(followed)
    if not serve_it:
        return
    seen = browser and (os.environ.get("DISPLAY") or sys.platform == "darwin")
    with site.worker_beside():
        site.serve(host="127.0.0.1", port=port, tell=partial(_opened, address if seen else "", quiet=as_json))


def _opened(address: str, where: str, *, quiet: bool) -> None:
    """Say where the site opens, now that it does, and open it where there is a screen."""
    if not quiet:
        _OUT.print(where)
    if address:
        webbrowser.open(address)


def _set_up() -> tuple[world.World, list[str]]:
    agency = orgs.agency()
    if agency.division and not agency.demo:
        raise NotAllowed("demo.real_agency", home=str(settings.HUIYIN_HOME))
    invented = world.whole(clock.today())
    play.set_up(invented)
    steps = play.play(invented, today=clock.today())
    shown = track(steps, total=len(invented.matters), console=_ERR, description="演示机构 demo agency")
    codes = list(shown)
    life.live(invented, at=clock.now())
    return invented, codes


def _write_truth(invented: world.World, file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for known in truth(invented):
            out.write(json.dumps(known, ensure_ascii=False) + "\n")


def _multiply(scale: int, *, of: int) -> None:
    """Make the agency so many times as large, unless it is already; `of` matters are once."""
    already = round(matters() / of)
    if scale <= max(1, already):
        return
    if already > 1:
        raise NotAllowed("demo.scaled_already", scale=already)
    steps = multiply(scale, at=clock.now())
    for _ in track(steps, total=scale - 1, console=_ERR, description="放大 scale"):
        pass


def _carry() -> None:
    """Do what a worker would have done meanwhile: who says what another said is told apart from voices."""
    waiting = outbox.waiting()
    if not waiting:
        return
    with Progress(console=_ERR) as bar:
        task = bar.add_task("后台处理 carried on", total=waiting)
        for done in iter(lambda: outbox.carry(HANDLERS, at=clock.now()), 0):
            bar.advance(task, done)


def _count_up() -> None:
    """Bring the lake in step, so that figures are there as soon as somebody looks."""
    with suppress(Conflict):  # a worker beside it is doing so
        for _ in refresh(settings.HUIYIN_HOME, at=clock.now()):
            pass


def _print_accounts() -> None:
    table = Table(title=f"可以登录的工作人员（密码都是 {play.PASSWORD}） / who can sign in")
    for title in ("账号 login", "姓名 name", "单位 office", "岗位 roles"):
        table.add_column(title)
    for someone in orgs.staff_list():
        roles = "、".join(say(f"role.{role}") for role in someone.roles)
        table.add_row(someone.login, someone.name, someone.office, roles)
    _OUT.print(table)


def _print_answered(one: Answered | None) -> None:
    if one is None:
        return
    _OUT.print(
        f"看一份已经答复的：在群众门户点“查进度”，查询码 {spaced(one.code)}，电话最后四位 {one.phone_end}\n"
        f"follow an answered petition: query code {spaced(one.code)}, telephone ends in {one.phone_end}"
    )
