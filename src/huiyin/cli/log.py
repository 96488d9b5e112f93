"""`huiyin audit`: the tamper-evident log."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli.frame import Json, commands, refusing, set_up

app = commands("The tamper-evident log.")


@app.command("verify")
def audit_verify(
    as_json: Json = False,
    against: Annotated[Path | None, typer.Option("--against", help="A head exported earlier.")] = None,
) -> None:
    """Walk the chain of seals and every entry; name the first broken link.

    Example: huiyin audit verify --json
    """
    set_up()
    from huiyin.cli.records import verify

    with refusing(as_json):
        code = verify(as_json=as_json, against=against)
    raise typer.Exit(code)


@app.command("seal")
def audit_seal(as_json: Json = False) -> None:
    """Seal what is not sealed yet (the worker does this every minute).

    Example: huiyin audit seal
    """
    set_up()
    from huiyin.cli.records import seal

    seal(as_json=as_json)
