"""`huiyin evaluate`: measurements on data that is given by folder; nothing of it is kept."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli.frame import Json, commands, out

app = commands("Measure what the system does on data in a folder.")
Data = Annotated[Path, typer.Option("--data", help="Folder with the data.", exists=True, file_okay=False)]


@app.command()
def redaction(data: Data, as_json: Json = False) -> None:
    """Say how much of what points to a person is masked in marked sentences, and how much besides.

    Example: huiyin evaluate redaction --data tests/text/redaction
    """
    from huiyin.evaluation.redaction import evaluate, in_tables

    found = evaluate(data)
    if as_json:
        out(found)
        return
    print(in_tables(found))
