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
