"""`huiyin lake`: the facts that figures are reckoned from, kept in step with the records."""

import sys
from typing import Annotated

import typer

from huiyin.base.messages import Message
from huiyin.cli.frame import Json, commands, house, out, refusing, set_up_records, tell
from huiyin.foundation.wording import say

app = commands("The lake of facts: bring it in step with the records, say how it stands.")


@app.command()
def refresh(
    full: Annotated[bool, typer.Option("--full", help="Write everything anew.")] = False,
    as_json: Json = False,
) -> None:
    """Read what changed since the last time and write its months anew; a run that was stopped goes on.

    Example: huiyin lake refresh
    """
    set_up_records()
    from rich.console import Console
    from rich.progress import Progress

    from huiyin.base.clock import now
    from huiyin.insight.refresh import refresh as run

    done = {"reading": 0, "writing": 0}
    made_good: list[str] = []
    with refusing(as_json), Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        bar = bars.add_task("lake", total=None)
        for step in run(house(), at=now(), full=full):
            for what in step.made_good:
                made_good.append(what)
                tell(say(Message("insight.made_good", {"what": _said(what)})))
            if step.stage in done:
                done[step.stage] = max(done[step.stage], step.done)
                bars.update(bar, description=step.stage, completed=step.done, total=step.total)
    if as_json:
        out({"matters": done["reading"], "months": done["writing"], "made_good": made_good})
    tell(say(Message("insight.refreshed", {"matters": done["reading"], "months": done["writing"]})))


def _said(what: str) -> str:
    named = {"unfinished", "missing", "asked", "tables", "pseudonyms"}
    return say(f"insight.because.{what}") if what in named else what


@app.command()
def reckon(as_json: Json = False) -> None:
    """Reckon what is unusual, what will come, where trouble is likely; steps done before are passed over.

    Example: huiyin lake reckon
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.insight.reckoning import reckon as run

    done = []
    with refusing(as_json):
        for one in run(house(), at=now()):
            done.append(one)
            how = "skipped" if one.skipped else "done"
            tell(say(Message(f"insight.reckoned.{how}", {"step": say(f"insight.step.{one.step}")})))
    new = sum(one.new for one in done)
    if as_json:
        out({"steps": {one.step: "skipped" if one.skipped else "done" for one in done}, "new": new})
    tell(say(Message("insight.reckoned.new", {"new": new})))


@app.command()
def answer(as_json: Json = False) -> None:
    """Answer what pages of insight usually ask and keep it, so that nobody waits; a stopped run goes on.

    Example: huiyin lake answer
    """
    set_up_records()
    from rich.console import Console
    from rich.progress import Progress

    from huiyin.base.clock import now
    from huiyin.insight.beforehand import answer as run
    from huiyin.insight.beforehand import done

    kept, at = 0, now()
    with refusing(as_json), Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        bar = bars.add_task("answers", total=None)
        for step in run(house(), at=at):
            kept = step.kept
            bars.update(bar, description=step.page, completed=step.done, total=step.total)
        finished = done(house(), at=at)
    if as_json:
        out({"kept": kept, "done": finished})
    tell(say(Message(f"insight.answered.{'done' if finished else 'more'}", {"kept": kept})))


@app.command()
def status(
    check: Annotated[bool, typer.Option("--check", help="Compare every file with its digest.")] = False,
    as_json: Json = False,
) -> None:
    """Say whether the lake is whole, since when, how much it holds, and how many matters wait.

    Example: huiyin lake status --json
    """
    set_up_records()
    from huiyin.insight.status import standing

    found = standing(house(), check=check)
    if as_json:
        out(found)
        return
    print(say(f"insight.state.{found.state}"))
    print(f"{found.at or ''}  {found.months}  {found.rows.get('petition', 0)}  {found.bytes / 1e6:.1f} MB")
    for name in found.broken:
        print(f"  {name}")


@app.command()
def compare(as_json: Json = False) -> None:
    """Ask DuckDB and Spark the same and say whether they answer alike; exit 1 where they do not.

    Example: huiyin lake compare --json
    """
    set_up_records()
    from huiyin.insight.compared import compare as run

    found = []
    with refusing(as_json):
        for one in run(house()):
            found.append(one)
            if not as_json:
                took = f"{one.duckdb:>9.3f} s{one.spark:>9.3f} s"
                print(f"{'=' if one.same else '≠'}  {one.name:<22}{one.rows:>9}{took}")
    if as_json:
        out({"compared": found})
    if not all(one.same for one in found):
        raise typer.Exit(1)
