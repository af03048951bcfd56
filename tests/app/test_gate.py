"""The gate's own rules: where it lets a reader go on to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gate import local_path

SIGNS = st.text(st.sampled_from("/\\:?#@.%\t\r\n\0 aehtps"), max_size=12)


@pytest.mark.parametrize(
    "target", ["/", "/work", "/dossiers?stage=open&q=a%2Fb", "/a:b", "/?next=//x"]
)
def test_a_path_of_this_site_is_gone_on_to(target: str) -> None:
    assert local_path(target, "/work") == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "work",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/work\r\nSet-Cookie: a=b",
        "/work\0",
    ],
)
def test_whatever_else_is_named_leads_to_where_one_would_go_anyhow(target: str | None) -> None:
    assert local_path(target, "/work") == "/work"


@given(SIGNS)
def test_no_spelling_leads_a_browser_to_another_site(target: str) -> None:
    found = local_path(target, "/work")
    seen = found.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n")))
    assert seen.startswith("/")
    assert not seen.startswith("//")
