"""Which addresses may be linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.addresses import is_address

GOOD = [
    "https://example.org", "http://example.org:8080/a/b?c=d&e=%20#f", "https://xn--ty-gwyn.example/tŷ", "HTTPS://A.example",
    "https://192.0.2.1/", "https://[2001:db8::1]/a",
]  # fmt: skip
BAD = [
    "", "example.org", "//example.org", "/areas/", "javascript:alert(1)", "JaVaScRiPt://example.org/%0aalert(1)",
    "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,<b>", "vbscript:x", "file:///etc/passwd",
    "ftp://example.org", "mailto:a@example.org", "https://", "https:///a", "https:example.org",
    "https://user:word@example.org/", "https://user@example.org", "https://example.org\r\nSet-Cookie: a=b",
    "https://example.org/\u202egpj.exe", "https://example.org/\u200b", "https://exa mple.org", "https://example.org\\@b.example",
    'https://example.org/"onclick="x', "https://example.org/<b>", "https://example.org:port/", "https://[::1", "https://example.org\x00",
    f"https://example.org/{'a' * 2_000}",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_an_address_of_a_page_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_address_of_a_page_is_none(text: str) -> None:
    assert not is_address(text)


@given(st.text())
def test_whatever_stands_before_it_an_address_begins_as_one(text: str) -> None:
    assert not is_address(text) or text.lower().startswith(("http://", "https://"))
