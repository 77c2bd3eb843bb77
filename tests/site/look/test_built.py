"""What the set-up builds: the letters and the stylesheet, without what belongs to GOV.UK."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "opencompact" / "site" / "static" / "built"
NOT_OURS = re.compile(r"crown|crest|transport|logotype|royal|gov\.uk|\.svg|\.png|\.ico|data:", re.IGNORECASE)


def test_everything_is_there() -> None:
    assert sorted(path.name for path in BUILT.iterdir()) == [
        "LICENCE-atkinson.txt",
        "LICENCE-govuk-frontend.txt",
        "atkinson-latin-ext.woff2",
        "atkinson-latin.woff2",
        "begin.js",
        "govuk-frontend.js",
        "govuk-frontend.js.gz",
        "look.css",
        "look.css.gz",
        "mark.svg",
        "pages.js",
    ]


def test_the_stylesheet_holds_nothing_of_gov_uk() -> None:
    css = (BUILT / "look.css").read_text("utf-8")
    assert NOT_OURS.findall(css) == []
    assert sorted(re.findall(r"url\(\"?([^)\"]*)", css)) == ["atkinson-latin-ext.woff2", "atkinson-latin.woff2"]
    assert ".govuk-header" not in css


def test_what_is_not_ours_would_be_noticed() -> None:
    found = NOT_OURS.findall("a{b:url(govuk-crest.svg)} .govuk-footer__crown{} @font-face{font-family:GDS Transport}")
    assert found == ["crest", ".svg", "crown", "Transport"]


def test_the_components_kept_their_rules() -> None:
    css = (BUILT / "look.css").read_text("utf-8")
    assert css.count("{") == css.count("}")
    for name in ("footer__inline-list", "button", "radios__input", "tag", "service-navigation", "error-summary"):
        assert f".govuk-{name}" in css


@pytest.mark.parametrize("name", ["begin.js", "pages.js", "govuk-frontend.js"])
def test_scripts_fetch_nothing(name: str) -> None:
    text = (BUILT / name).read_text("utf-8")
    assert re.findall(r"sourceMappingURL|fetch\(|XMLHttpRequest", text) == []


def test_the_lock_of_npm_names_no_address() -> None:
    lock = json.loads((ROOT / "requirements" / "package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert [name for name, each in packages.items() if {"resolved", "hasInstallScript", "optional"} & set(each)] == []
    assert "http" not in (ROOT / "requirements" / "package-lock.json").read_text("utf-8")
    asked = json.loads((ROOT / "requirements" / "package.json").read_text("utf-8"))["dependencies"]
    assert asked == {name: packages[f"node_modules/{name}"]["version"] for name in asked}
