"""`huiyin exchange`: files of other systems in and out, and where they differ from ours."""

import io
from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, Lang, commands, out, refusing, set_up_records, tell

app = commands("Exchange with other systems by file: petition systems, hotlines 12345 and 12333.")
System = Annotated[str, typer.Option("--system", help="Code of the connected system.")]


@app.command("connect")
def connect(
    code: Annotated[str, typer.Argument(help="A short code of your choice, such as province.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    office: Annotated[str, typer.Option(help="Code of the office it exchanges with.")],
    map_name: Annotated[str, typer.Option("--map", help="The map of its columns and codes.")] = "",
    as_json: Json = False,
) -> None:
    """Connect a system to an office, or change its name, office or map.

    Example: huiyin exchange connect province --name 省信访信息系统 --office ql-hrss --map petition-system
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.services import systems
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        key = systems.connect(code, name=name, office=office, map_name=map_name, by=SYSTEM, at=now())
    if as_json:
        out({"id": key, "code": code})
    tell(f"已接入 {code} / connected {code}")


@app.command("systems")
def list_systems(as_json: Json = False) -> None:
    """List the connected systems with what is open about each.

    Example: huiyin exchange systems --json
    """
    set_up_records()
    from huiyin.exchange.queries import overview
    from huiyin.orgs.rules import SYSTEM

    rows = overview.systems(SYSTEM)
    if as_json:
        out(rows)
        return
    for s in rows:
        print(f"{s.code}\t{s.name}\t{s.office}\t{s.map or '—'}\t{s.links}\t{s.waiting}\t{s.differences}")


@app.command("import")
def take_in(
    file: Path,
    system: System,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Bring in a file of another system: new records are registered, known ones brought up to date.

    Example: huiyin exchange import slips.xlsx --system province
    """
    set_up_records()
    from huiyin.cli.exchange_files import bring_in

    with refusing(as_json, lang):
        counts = bring_in(file, system=system, dry_run=dry_run, lang=lang)
    if as_json:
        out(counts)


@app.command("export")
def give_out(
    system: System,
    what: Annotated[str, typer.Option(help="progress, or petitions: new ones registered here.")] = "progress",
    batch: Annotated[int, typer.Option(help="Make this batch's file again instead of a new batch.")] = 0,
    form: Annotated[str, typer.Option(help="csv or xlsx.")] = "csv",
    to: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path(),
    delivered: Annotated[
        bool, typer.Option(help="With --batch: the other system has taken it over.")
    ] = False,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write what happened since the last export, in that system's own columns and codes.

    Example: huiyin exchange export --system province --out outbox
    """
    set_up_records()
    from huiyin.cli.exchange_files import give

    with refusing(as_json, lang):
        done = give(system, what, batch=batch, form=form, folder=to, delivered=delivered, lang=lang)
    if as_json:
        out(done)


@app.command("differences")
def differences(
    system: System,
    file: Annotated[Path | None, typer.Argument(help="Their file; without one, the open list.")] = None,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Compare a file of theirs with our records, and list what differs with the proposed action.

    Example: huiyin exchange differences register.csv --system province --json
    """
    set_up_records()
    from huiyin.cli.exchange_files import compare, difference_in_words
    from huiyin.exchange.queries import differences
    from huiyin.orgs.rules import SYSTEM

    result: dict[str, Any] = {}
    with refusing(as_json, lang):
        if file is not None:
            result = compare(file, system=system, lang=lang)
        after, rows = "", list[Any]()
        while True:
            page = differences.page(system, SYSTEM, after=after)
            rows += page.rows
            after = page.after
            if not after:
                break
    if as_json:
        out({**result, "differences": rows})
        return
    for row in rows:
        print(difference_in_words(row, lang))


@app.command("maps")
def maps(name: Annotated[str, typer.Argument(help="Print this map.")] = "", as_json: Json = False) -> None:
    """List the maps of columns and codes, or print one to make your own from.

    Example: huiyin exchange maps petition-system > var/maps/province.yaml
    """
    set_up_records()
    from huiyin.exchange.loading import map_names, map_text

    with refusing(as_json):
        if name:
            stream = io.StringIO(map_text(name))
            out({"name": name, "yaml": stream.read()}) if as_json else print(stream.read(), end="")
        else:
            out(list(map_names())) if as_json else print("\n".join(map_names()))
