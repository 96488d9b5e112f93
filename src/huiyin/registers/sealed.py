"""The words of the registers, sealed under the key of the matter, or of the directive itself."""

import json
from collections.abc import Mapping

from huiyin.foundation import crypto
from huiyin.registers.models import Entry, Item


def _key(item: Item) -> bytes:
    return crypto.open_key(item.matter.key if item.matter is not None else item.key)


def seal(item: Item, said: Mapping[str, str], *, about: str) -> bytes:
    """Return what an item or entry says, sealed; nothing said stays empty."""
    kept = {name: text for name, text in said.items() if text}
    if not kept:
        return b""
    return crypto.seal_text(_key(item), json.dumps(kept, ensure_ascii=False), about=about)


def words(item: Item) -> dict[str, str]:
    """Return what an item says: text, and for a directive also giver and reference."""
    return _opened(item, item.words_sealed, "register.item")


def entry_words(item: Item, entry: Entry) -> str:
    """Return what an entry says."""
    return _opened(item, entry.words_sealed, "register.entry").get("text", "")


def _opened(item: Item, blob: crypto.Sealed, about: str) -> dict[str, str]:
    if not blob:
        return {}
    try:
        return dict(json.loads(crypto.unseal_text(_key(item), blob, about=about)))
    except crypto.Erased:  # the matter was erased: its numbers and days stay, its words do not
        return {}
