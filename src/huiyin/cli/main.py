"""`huiyin`: all commands. JSON goes to stdout alone, messages to stderr; exit 0 done, 2 refused input."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from huiyin.base.messages import Message
from huiyin.cli import (
    evaluate,
    evaluate_effects,
    evaluate_lake,
    evaluate_numbers,
    exchange,
    lake,
    law,
    learning,
    log,
    people,
    personal,
    search,
    tokens,
    webhooks,
)
from huiyin.cli.frame import Json, Lang, Port, house, out, refusing, set_up, tell
from huiyin.foundation.wording import say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
# Groups of commands, each in a file of its own.
app.add_typer(law.app, name="law")
app.add_typer(log.app, name="audit")
app.add_typer(exchange.app, name="exchange")
app.add_typer(search.app, name="search")
app.add_typer(lake.app, name="lake")
app.add_typer(evaluate.app, name="evaluate")
evaluate_effects.add_to(evaluate.app)
evaluate_numbers.add_to(evaluate.app)
evaluate.app.command()(evaluate_lake.lake)
app.add_typer(learning.app, name="text")
app.add_typer(tokens.app, name="token")
app.add_typer(webhooks.app, name="webhook")
app.add_typer(people.staff, name="staff")
app.add_typer(people.office, name="office")
personal.add_to(app, log.app)


@app.command()
def migrate(as_json: Json = False) -> None:
    """Bring the database to this version's tables.

    Example: huiyin migrate
    """
    set_up()
    from huiyin.cli.site import migrate as run_migrations
    from huiyin.cli.site import waiting_migrations

    applied = waiting_migrations()
    run_migrations()
    if as_json:
        out({"applied": applied})
    tell("数据库已是最新。/ The database is up to date.")


@app.command()
def serve(
    port: Port = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Server processes; 0: two a core.", min=0)] = 0,
) -> None:
    """Serve portal, workbench and API.

    Example: huiyin serve --port 8000
    """
    set_up()
    from huiyin.cli.site import serve as run_server

    with refusing(False):
        run_server(host=host, port=port, workers=workers, tell=tell)


@app.command()
def worker(
    once: Annotated[bool, typer.Option(help="Do what is due now, then stop.")] = False, as_json: Json = False
) -> None:
    """Do the periodic work: carry events on, tell webhooks, seal the audit log, forget old drafts.

    With --json it says at its end which jobs went well.

    Example: huiyin worker --once
    """
    set_up()
    from huiyin.jobs.worker import work

    went_well = work(once=once)
    if as_json:
        out({"jobs": went_well})


@app.command()
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only set everything up.")] = False,
    port: Port = 8000,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    scale: Annotated[int, typer.Option(help="So many times the matters, for trying out load.", min=1)] = 1,
    truth: Annotated[
        Path | None, typer.Option(help="Write what was put in on purpose, one line of JSON a matter.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Set up an invented agency with its matters, say who can sign in, and open the site.

    Example: huiyin demo --port 8080 --no-browser
    """
    os.environ.setdefault("HUIYIN_MODE", "demo")
    set_up()
    from huiyin.cli.demo import show

    with refusing(as_json):
        show(
            serve_it=not no_serve,
            port=port,
            browser=not no_browser,
            scale=scale,
            truth_file=truth,
            as_json=as_json,
        )


@app.command()
def understand(
    text: Annotated[str, typer.Argument(help="The petition's text, or - for standard input.")] = "",
    title: Annotated[str, typer.Option(help="Its title, if it has one.")] = "",
    jsonl: Annotated[Path | None, typer.Option(help='Lines of {"id","title","text"} to read.')] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Where the readings go, in order.")] = None,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say what a petition asks for, of whom, where, how much, since when; with evidence.

    Example: huiyin understand 包工头欠我2.8万元工资，请求追回。 --json
    """
    from huiyin.cases import shelf
    from huiyin.cli import understand as command
    from huiyin.orgs.places import kept
    from huiyin.text.learned.shipped import using

    division, places = kept(house())
    with refusing(as_json), using(shelf.kept(house())):
        if jsonl is not None:
            if out_file is None:
                raise typer.BadParameter("--jsonl needs --out FILE")
            counted = command.understand_lines(jsonl, out_file, home=division or None, places=places)
            if as_json:
                out({"read": counted.read, "rejected": counted.rejected})
            tell(say(Message("text.lines_done", {"read": counted.read, "rejected": counted.rejected})))
            return
        given = sys.stdin.read() if text == "-" else text
        reading = command.understand_one(given, title, home=division or None, places=places)
        if as_json:
            out(reading)
            return
        from huiyin.cli.spoken import reading_in_words

        print(reading_in_words(reading, lang))


@app.command("import")
def import_file(
    file: Path,
    as_json: Json = False,
    source: Annotated[str, typer.Option(help="Name of the other system; by default the file's name.")] = "",
    map_name: Annotated[
        str, typer.Option("--map", help="A saved column map, maps/NAME.yaml in HUIYIN_HOME.")
    ] = "",
    office: Annotated[str, typer.Option(help="Code of the office that has the matters.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
) -> None:
    """Bring in petitions with their answers from CSV (also .gz) or Excel; each row once.

    Example: huiyin import petitions.csv --dry-run
    """
    set_up()
    from huiyin.cli.import_file import bring_in

    with refusing(as_json):
        bring_in(file, source=source, map_name=map_name, office=office, dry_run=dry_run, as_json=as_json)


def run() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    run()
