"""Puts message codes into words: one YAML file a topic, the same codes in `zh/` and `en/`.

Importing this needs no Django set-up, so that the command line answers at once.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from huiyin.base.messages import Message
from huiyin.foundation.wording.cited import cited

LANGUAGES = ("zh", "en")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return every message code with its sentence in one language."""
    words: dict[str, str] = {}
    for file in sorted(resources.files(__name__).joinpath(lang).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            words |= _flat(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {})
    return words


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= _flat(value, f"{name}.") if isinstance(value, Mapping) else {name: str(value)}
    return flat


def say(message: Message | str, lang: str = "zh") -> str:
    """Return the message in words; nested messages and codes given as parameters are worded too."""
    if isinstance(message, str):
        message = Message(message)
    words = catalogue(lang)
    sentence = words.get(message.code)
    if sentence is None:
        return message.code
    if message.code == "law.where":
        return cited(str(message.params["instrument"]), str(message.params["article"]), lang)
    return sentence.format_map({k: _word(v, lang) for k, v in message.params.items()})


def _word(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return say(value, lang)
    if isinstance(value, tuple | list):
        return ("、" if lang == "zh" else ", ").join(str(_word(v, lang)) for v in value)
    return value


def has(code: str, lang: str = "zh") -> bool:
    """Return whether a code has words in a language."""
    return code in catalogue(lang)
