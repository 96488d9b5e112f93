"""`huiyin law`: what the law says, and the index over the acts."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import law_calendar
from huiyin.cli.frame import Json, Lang, commands, out, refusing, set_up

app = commands("What the law says: duties, deadlines, the index over the acts.")
app.add_typer(law_calendar.app, name="calendar")


@app.command("due")
def law_due(file: Path, as_json: Json = False, lang: Lang = "zh") -> None:
    """Say what a matter's acts add up to: stage, flaws, every deadline with its article, what may follow.

    Example: huiyin law due matter.yaml --lang en
    """
    from huiyin.cli.law_due import due_command
    from huiyin.cli.spoken import due_in_words

    with refusing(as_json, lang):
        report = due_command(file, lang)
        if as_json:
            out(report)
        else:
            print(due_in_words(report, lang))


@app.command("channel")
def law_channel(
    name: Annotated[str, typer.Argument(help="Which channel; without it those there are are listed.")] = "",
    event: Annotated[str, typer.Option(help="What the limit starts from.")] = "",
    on: Annotated[str, typer.Option(help="The day of that event, such as 2026-03-02.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="The day to look from; today without it.")] = "",
    by: Annotated[str, typer.Option(help="Whose limit: employer or worker.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Facts, rights and duties are clear.")] = False,
    simple: Annotated[bool, typer.Option("--simple", help="The simple procedure.")] = False,
    final: Annotated[bool, typer.Option("--final", help="The award is final.")] = False,
    wages: Annotated[bool, typer.Option("--wages", help="Wage arrears, still employed.")] = False,
    not_told: Annotated[bool, typer.Option("--not-told", help="The remedy was not told.")] = False,
    told: Annotated[str, typer.Option(help="The day one learned of the remedy.")] = "",
    made: Annotated[str, typer.Option(help="The day the act itself was made.")] = "",
    interrupted: Annotated[list[str] | None, typer.Option(help="A day it was interrupted.")] = None,
    paused: Annotated[list[str] | None, typer.Option(help="Days not counted, FROM..TO.")] = None,
    extended: Annotated[str, typer.Option(help="Days of an approved extension.")] = "",
    reported: Annotated[str, typer.Option(help="The day it was reported to inspection.")] = "",
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say until when something can be asked of another body, or that body has to act, with its article.

    Example: huiyin law channel labour-arbitration --event knew --on 2026-03-02
    """
    from huiyin.cli.law_channel import channel_command, channel_in_words

    given = {"event": event, "on": on, "as_of": as_of, "by": by, "told": told, "made": made}
    given |= {"extended": extended, "reported": reported}
    marks = {"clear": clear, "simple": simple, "final": final, "wages": wages, "not-told": not_told}
    with refusing(as_json, lang):
        typed = {**given, **marks, "interrupted": interrupted, "paused": paused}
        report = channel_command(name, typed, lang)
        if as_json:
            out(report)
        else:
            print(channel_in_words(report, lang))


@app.command("rebuild")
def law_rebuild(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 when the index differs.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the columns that index the matters' acts anew, or prove that they agree.

    Example: huiyin law rebuild --check
    """
    set_up()
    from huiyin.cli.records import rebuild

    raise typer.Exit(rebuild(check=check, as_json=as_json))
