"""`huiyin evaluate`: measurements on data that is given by folder; nothing of it is kept."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, commands, out, refusing

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


@app.command()
def topics(data: Data, as_json: Json = False) -> None:
    """Say how well hot topics are found: best-match F1 with clusters of others, ranks of known affairs.

    Example: huiyin evaluate topics --data DIR --json
    """
    from huiyin.evaluation.topics import evaluate

    with refusing(as_json):
        _show(evaluate(data), as_json)


@app.command()
def duplicates(
    data: Data,
    as_json: Json = False,
    million: Annotated[int, typer.Option(help="Texts of the timed run; 0 leaves it out.", min=0)] = 1_000_000,
) -> None:
    """Say how many pairs of nearly equal texts are found, how many of those found are, and how long it takes.

    Example: huiyin evaluate duplicates --data DIR --json
    """
    from huiyin.evaluation.duplicates import evaluate

    with refusing(as_json):
        _show(evaluate(data, million=million), as_json)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        out(found)
        return
    for name, value in found.items():
        print(f"{name}: {value}")
