"""`huiyin evaluate`: how well the system does what it claims, measured on data given on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli.frame import Json, commands, out, refusing

app = commands("How well it works, measured: each command reads a folder of data and keeps nothing of it.")
Data = Annotated[Path, typer.Option("--data", help="Folder of the data to measure on.")]


@app.command("similar")
def evaluate_similar(
    data: Data,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Leave the meaning out even where the extra is installed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure how well similar cases are found: messages of one user, and a text by its own title.

    Example: huiyin evaluate similar --data ../data --json
    """
    from huiyin.evaluation.figures import in_words
    from huiyin.evaluation.similar import measure

    with refusing(as_json):
        found = measure(data, semantic=not words_only)
        if as_json:
            out(found)
            return
        for way, value in found["same_user"]["ndcg_at_10"].items():
            print(f"nDCG@10, {way}: {value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})")
        for way, value in found["title_to_body"]["recall_at_10"].items():
            print(f"recall@10, {way}: {in_words(value)}")
