"""Commands for personal data, keys, backup and restore; the work of each is in the file beside it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli.frame import Json, house, out, refusing, set_up, tell

keys = typer.Typer(no_args_is_help=True, help="The keys under which everything is sealed.")
personal = typer.Typer(no_args_is_help=True, help="Personal data: what is due for erasure, and erasing it.")
KeysFile = Annotated[Path | None, typer.Option("--keys", help="The sealed file of the keys.")]
Passphrase = Annotated[
    Path | None, typer.Option("--passphrase-file", help="File with the passphrase; else it is asked for.")
]


def add_to(app: typer.Typer, audit: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(keys, name="keys")
    app.add_typer(personal, name="personal")
    app.command("backup")(backup)
    app.command("restore")(restore)
    audit.command("head")(audit_head)


def backup(
    file: Annotated[Path | None, typer.Argument(help="Where the backup goes; it holds no keys.")] = None,
    keys_file: KeysFile = None,
    passphrase_file: Passphrase = None,
    as_json: Json = False,
) -> None:
    """Save records and files while the site serves; or, with --keys, the keys, sealed by a passphrase.

    Example: huiyin backup /backup/huiyin.tar
    """
    set_up()
    from huiyin.cli import backup as command

    with refusing(as_json):
        done = command.save(file, keys_file, passphrase_file)
        tell(command.saved_in_words(done))
        if as_json:
            out(done)


def restore(
    file: Annotated[Path | None, typer.Argument(help="The backup to bring back.")] = None,
    keys_file: KeysFile = None,
    passphrase_file: Passphrase = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Take the place of what is here; it is put aside until all is well."),
    ] = False,
    gap: Annotated[
        int, typer.Option(help="Numbers after the restore begin after the next multiple.", min=1)
    ] = 1000,
    as_json: Json = False,
) -> None:
    """Check a backup whole, bring it back, and prove it; with --keys, bring back the keys first.

    Example: huiyin restore /backup/huiyin.tar --keys /safe/huiyin-keys.sealed
    """
    from huiyin.cli import backup as command

    with refusing(as_json):
        done: dict[str, object] = {}
        if keys_file:
            done["keys"] = command.bring_back_keys(keys_file, passphrase_file, house(), replace=replace)
        if file:
            set_up()
            done |= command.bring_back(file, replace=replace, gap=gap)
        if not keys_file and not file:
            command.nothing_named()
        tell(command.restored_in_words(done))
        if as_json:
            out(done)
    raise typer.Exit(0 if done.get("ok", True) else 1)


def audit_head(
    out_file: Annotated[Path | None, typer.Option("--out", help="File to write the head to.")] = None,
    as_json: Json = False,
) -> None:
    """Export the newest link of the chain, to be kept elsewhere and compared with later.

    Example: huiyin audit head --out head-monday.json
    """
    set_up()
    from huiyin.cli.records import export_head

    with refusing(as_json):
        export_head(out_file, as_json=as_json)


@keys.command("list")
def keys_list(as_json: Json = False) -> None:
    """Say which keys there are, which one seals what is new, and how much hangs on each.

    Example: huiyin keys list
    """
    set_up()
    from huiyin.cli import keys as command

    command.show(as_json=as_json)


@keys.command("rotate")
def keys_rotate(
    index: Annotated[bool, typer.Option("--index", help="Replace the key of the look-ups instead.")] = False,
    wait: Annotated[
        int, typer.Option(help="Seconds to wait, so that requests begun before are over.", min=0)
    ] = 60,
    as_json: Json = False,
) -> None:
    """Let a new key take over while the site serves; may be stopped, and goes on when run again.

    Example: huiyin keys rotate --wait 120
    """
    set_up()
    from huiyin.cli import keys as command

    with refusing(as_json):
        command.rotate(index=index, wait=wait, as_json=as_json)


@personal.command("due")
def personal_due(as_json: Json = False) -> None:
    """List what has been kept as long as the rules say; nothing is erased.

    Example: huiyin personal due
    """
    set_up()
    from huiyin.cli import erasing

    with refusing(as_json):
        erasing.show_due(as_json=as_json)


@personal.command("erase-due")
def personal_erase(
    by: Annotated[str, typer.Option(help="Login of the head who confirms.")],
    until: Annotated[str, typer.Option(help="Only what was listed up to this day (YYYY-MM-DD).")] = "",
    as_json: Json = False,
) -> None:
    """Erase what is listed as due, one after the other; stopped half-way, it goes on when run again.

    Example: huiyin personal erase-due --by mengran --until 2026-12-31
    """
    set_up()
    from huiyin.cli import erasing

    with refusing(as_json):
        erasing.erase_due(login=by, until=date.fromisoformat(until) if until else None, as_json=as_json)
