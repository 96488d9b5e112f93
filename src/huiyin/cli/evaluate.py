"""`huiyin evaluate`: measurements on data that is given by folder; nothing of it is kept."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, commands, out, refusing, tell

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


@app.command("text-fields")
def text_fields(
    data: Annotated[Path | None, typer.Option("--data", help="Folder of the data, for five folds.")] = None,
    train: Annotated[Path | None, typer.Option(help="CSV to learn from: title, text, label.")] = None,
    test: Annotated[Path | None, typer.Option(help="CSV to try it on.")] = None,
    as_json: Json = False,
) -> None:
    """Learn labels from messages and say how well they are found on others: F1, calibration, coverage.

    With --data the messages of `messages/labelled_7_classes.csv.gz` in five folds, near-duplicates together.

    Example: huiyin evaluate text-fields --train a.csv --test b.csv --json
    """
    from huiyin.base.errors import Invalid
    from huiyin.evaluation import fields

    with refusing(as_json):
        if train and test:
            found = fields.measure(train, test)
        elif data:
            found = fields.folded(fields.labelled(data / "messages" / "labelled_7_classes.csv.gz"))
        else:
            raise Invalid("text.train_and_test", field="train")
        _show(found, as_json)


@app.command()
def kinds(
    data: Annotated[Path, typer.Option("--data", help="A file of lines with id, title, text, kinds.")],
    as_json: Json = False,
) -> None:
    """Say how often the kind that people chose is the first, or among the first three, that is offered.

    Each line of the file is {"title", "text", "kinds": [..], "natures": [..], "own": true}: what each of its
    readers chose.

    Example: huiyin evaluate kinds --data read-by-hand.jsonl --json
    """
    from huiyin.evaluation.kinds import measure

    with refusing(as_json):
        _show(measure(data), as_json)


@app.command()
def text(
    data: Annotated[Path, typer.Option("--data", help="A file of lines with id, title, text, kinds.")],
    to: Annotated[Path | None, typer.Option(help="Folder for the card and its pictures.")] = None,
    of: Annotated[
        str, typer.Option(help="Which messages these are, for the card.")
    ] = "messages read by hand",
    errors: Annotated[
        int, typer.Option(help="So many errors are shown, masked; never in the card.", min=0)
    ] = 0,
    as_json: Json = False,
) -> None:
    """Measure the whole reading and write its card: shares, calibration, risk by coverage, kind by kind.

    The file is that of `huiyin evaluate kinds`.

    Example: huiyin evaluate text --data read-by-hand.jsonl --to docs/evaluation
    """
    from huiyin.base.clock import today
    from huiyin.evaluation import card
    from huiyin.evaluation.messages import read_by_hand

    with refusing(as_json):
        messages = read_by_hand(data)
        found = card.figures(messages)
        if to:
            card.write(found, to, on=today(), of=of)
        if errors:
            found["errors"] = card.errors(messages, most=errors)
        _show(found, as_json)


@app.command("learning-curve")
def learning_curve(
    data: Annotated[
        list[Path], typer.Option("--data", help="A file of lines with title, text, kinds; or several.")
    ],
    seeds: Annotated[int, typer.Option(help="Orders in which cases are confirmed.", min=1, max=20)] = 3,
    as_json: Json = False,
) -> None:
    """Say how often the kind is right after 0, 50, 100, 200, 400 … confirmed cases, measured on the rest.

    Files are as for `evaluate kinds`. What the first reader chose is confirmed; nothing is kept of it.

    Example: huiyin evaluate learning-curve --data read-by-hand.jsonl --json
    """
    from huiyin.evaluation.learning import curve
    from huiyin.evaluation.messages import read_by_hand

    with refusing(as_json):
        found = curve([m for file in data for m in read_by_hand(file)], seeds=seeds, told=tell)
        if as_json:
            out(found)
            return
        print("messages", found["messages"], "measured on", found["measured_on"], "seeds", found["seeds"])
        for name, shares in found["after"].items():
            print(name.ljust(26), " ".join(f"{what}={share['value']:.3f}" for what, share in shares.items()))


@app.command()
def surges(
    replicates: Annotated[int, typer.Option(help="Series of each of the 42 scenarios.", min=2)] = 100,
    seed: Annotated[int, typer.Option(help="Seed of the invented series.", min=0)] = 20261126,
    series: Annotated[int, typer.Option(help="Series of the timed run; 0 leaves it out.", min=0)] = 20_000,
    data: Annotated[Path | None, typer.Option("--data", help="Folder with labelled series.")] = None,
    as_json: Json = False,
) -> None:
    """Say how many surges are found in invented series, at what rate of false alarms, how late, how fast.

    With --data also in the labelled series of `outbreaks/*.csv` there.

    Example: huiyin evaluate surges --replicates 100 --json
    """
    from huiyin.evaluation.surges import evaluate

    with refusing(as_json):
        _show(evaluate(replicates=replicates, seed=seed, timed=series, data=data, told=tell), as_json)
