"""Finds a map by its name: the operator's own in HUIYIN_HOME/maps first, then those that come with Huiyin."""

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from huiyin.base.errors import Invalid
from huiyin.exchange.rules.maps import SystemMap, read_map


def load_map(name: str) -> SystemMap:
    """Return a map. Raises Invalid when there is none of that name or it cannot be used."""
    return _loaded(name, map_text(name))


def map_text(name: str) -> str:
    """Return a map as its file stands. Raises Invalid when there is none of that name."""
    plain = Path(name).name
    own = _folder() / f"{plain}.yaml"
    shipped = resources.files("huiyin.exchange").joinpath("maps", f"{plain}.yaml")
    file = own if own.is_file() and _columns(_read(own, name)) else shipped
    if not plain or not file.is_file():
        raise Invalid("exchange.map_missing", field="map", name=name, known=map_names())
    return str(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _loaded(name: str, text: str) -> SystemMap:
    return read_map(name, yaml.load(text, yaml.CSafeLoader))


def map_names() -> tuple[str, ...]:
    """Return the names of all maps that an exchange can use."""
    shipped = [f.name for f in resources.files("huiyin.exchange").joinpath("maps").iterdir()]
    own = [f.name for f in _folder().glob("*.yaml") if _usable(f)]
    return tuple(sorted({name.removesuffix(".yaml") for name in (*shipped, *own) if name.endswith(".yaml")}))


def _folder() -> Path:
    return Path(settings.HUIYIN_HOME) / "maps"


def _usable(file: Path) -> bool:
    try:
        return _columns(_read(file, file.stem))
    except Invalid:
        return False


def _columns(raw: Any) -> bool:
    """Return whether a file is a map for the exchange; those of `huiyin import` only name columns."""
    return isinstance(raw, dict) and isinstance(raw.get("columns"), dict)


def _read(file: Any, name: str) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as broken:
        raise Invalid("exchange.map_broken", field="map", name=name, part="YAML") from broken
