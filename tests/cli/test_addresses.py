"""Whoever starts the server is told what to open."""

import pytest

from huiyin.cli.site import addresses


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("xinfang.example", "xinfang.example"),
    ],
)
def test_portal_and_workbench_are_named_as_one_types_them(host: str, shown: str) -> None:
    words = addresses(host, 8010)
    assert f"群众门户 portal: http://{shown}:8010/ " in words
    assert words.endswith(f"工作台 workbench: http://{shown}:8010/desk/")
