"""Encryption of personal data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.foundation import crypto

KEY = bytes(range(32))


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_what_is_sealed_opens_again_with_either_cipher(settings: Any, cipher: str) -> None:
    settings.HUIYIN_CIPHER = cipher
    sealed = crypto.seal_text(KEY, "周大勇，19900001234", about="person.name")
    assert "周".encode() not in sealed
    assert crypto.unseal_text(KEY, sealed, about="person.name") == "周大勇，19900001234"


def test_a_cipher_chosen_later_still_opens_what_was_sealed_before(settings: Any) -> None:
    sealed = crypto.seal_text(KEY, "旧密文", about="note")
    settings.HUIYIN_CIPHER = "sm4-gcm"
    assert crypto.unseal_text(KEY, sealed, about="note") == "旧密文"


@given(st.integers(0, 40), st.integers(1, 255))
def test_a_changed_byte_is_found(place: int, change: int) -> None:
    sealed = bytearray(crypto.seal_text(KEY, "一二三四五", about="note"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(crypto.Broken):
        crypto.unseal(KEY, bytes(sealed), about="note")


def test_a_value_cannot_be_moved_to_another_field() -> None:
    sealed = crypto.seal_text(KEY, "张三", about="person.name")
    with pytest.raises(crypto.Broken):
        crypto.unseal_text(KEY, sealed, about="person.address")


def test_destroying_the_wrapped_key_erases() -> None:
    with pytest.raises(crypto.Erased):
        crypto.open_key(b"")


def test_each_record_has_a_key_of_its_own() -> None:
    one, other = crypto.new_wrapped_key(), crypto.new_wrapped_key()
    assert crypto.open_key(one) != crypto.open_key(other)


def test_the_blind_index_tells_equal_values_and_nothing_else() -> None:
    index = crypto.blind_index("19900001234", about="phone")
    assert index == crypto.blind_index("19900001234", about="phone")
    assert index != crypto.blind_index("19900001234", about="id")
    assert "1990" not in index


def test_keys_are_made_once_and_readable_by_the_owner_only(tmp_path: Any) -> None:
    from huiyin.foundation import keys

    first = keys.load(tmp_path / "keys")
    keys.load.cache_clear()
    again = keys.load(tmp_path / "keys")
    assert first.ring == again.ring
    assert first.blind_index == again.blind_index
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "keys").iterdir())
