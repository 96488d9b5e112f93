"""The models that come with the product, learned from the invented examples (`make learn`)."""

from functools import cache
from importlib import resources

from huiyin.text.learned import files
from huiyin.text.learned.linear import Linear

VERSION = "learned-1"  # of the shipped models and the written terms; kept with every stored suggestion
WITHOUT = "rules-1"  # where a model is damaged and the written terms alone decide


@cache
def model(name: str) -> Linear | None:
    """Return a shipped model, or None when its file is missing or damaged: the written terms then decide."""
    file = resources.files(__package__).joinpath("models", f"{name}.model")
    try:
        return files.read(file.read_bytes())
    except (OSError, files.Damaged):
        return None


def version() -> str:
    """Return what is kept with a suggestion: whether models and terms decided, or the terms alone."""
    return VERSION if model("kinds") and model("nature") else WITHOUT
