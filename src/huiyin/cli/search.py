"""`huiyin search`: the index beside the records, which the worker keeps in step and anybody may make anew."""

import sys

from huiyin.base.messages import Message
from huiyin.cli.frame import Json, commands, house, out, refusing, set_up_records, tell
from huiyin.foundation.wording import say

app = commands("The search index: how it stands, and making it anew.")


@app.command("rebuild")
def search_rebuild(as_json: Json = False) -> None:
    """Make the search index anew from the records; goes on where it was stopped, and search works meanwhile.

    Example: huiyin search rebuild
    """
    set_up_records()
    from rich.console import Console
    from rich.progress import Progress

    from huiyin.base.clock import now
    from huiyin.cases.services.indexing import rebuild

    matters = done = 0
    with refusing(as_json), Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        bar = bars.add_task("search rebuild", total=None)
        for step in rebuild(house(), at=now()):
            matters, done = matters + step.written, step.done
            bars.update(bar, completed=step.done, total=step.total)
    if as_json:
        out({"matters": matters, "up_to": done})
    tell(say(Message("search.rebuilt", {"done": done})))


@app.command("status")
def search_status(as_json: Json = False) -> None:
    """Say whether the search index can be used, how many matters it holds, and since when.

    Example: huiyin search status --json
    """
    set_up_records()
    from huiyin.foundation.search import health, shelf
    from huiyin.foundation.search.shelves import state

    home = house()
    here, now = shelf(home), state(home)
    standing = health(home)
    if as_json:
        out({"health": standing, "matters": here.size if here else 0, "at": now.at if now else ""})
        return
    print(f"{say(f'search.state.{standing}')}  {here.size if here else 0}  {now.at if now else ''}")
