"""`huiyin evaluate`: how well the system does what it claims, measured on a folder of data."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, commands, out, refusing

app = commands("Measure how well the system does what it claims, on a folder of data; nothing of it is kept.")
Data = Annotated[Path, typer.Option("--data", help="Folder of data, as docs/evaluation describes it.")]


@app.command()
def topics(folder: Data, as_json: Json = False) -> None:
    """Say how well hot topics are found: best-match F1 with clusters of others, ranks of known affairs.

    Example: huiyin evaluate topics --data DIR --json
    """
    from huiyin.evaluation.topics import evaluate

    with refusing(as_json):
        _show(evaluate(folder), as_json)


@app.command()
def duplicates(
    folder: Data,
    as_json: Json = False,
    million: Annotated[int, typer.Option(help="Texts of the timed run; 0 leaves it out.", min=0)] = 1_000_000,
) -> None:
    """Say how many pairs of nearly equal texts are found, how many of those found are, and how long it takes.

    Example: huiyin evaluate duplicates --data DIR --json
    """
    from huiyin.evaluation.duplicates import evaluate

    with refusing(as_json):
        _show(evaluate(folder, million=million), as_json)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        out(found)
        return
    for name, value in found.items():
        print(f"{name}: {value}")
