"""Our components say what the design system's own say: held against every example its package carries."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from opencompact.site.templatetags.pieces import component

PACKAGE = Path(__file__).resolve().parents[3] / "requirements" / "node_modules" / "govuk-frontend" / "dist" / "govuk"
LEFT_OUT = {
    "footer": "carries the crown, the royal arms and Crown copyright; ours is parts/footer.html",
    "header": "is GOV.UK's own, with its crown and word mark; ours is the generic header",
}
VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "wbr"}
AS_WRITTEN = {"textarea", "pre"}


class Outline(HTMLParser):
    """What a page says, without the spaces between its tags and whatever the order of attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: " ".join((text or "").split()) for name, text in attrs}
        if "class" in said:
            said["class"] = " ".join(sorted(said["class"].split()))
        self.found.append((tag, said))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.found.append(f"/{tag}")
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> is not where it belongs"

    def handle_data(self, data: str) -> None:
        text = data if AS_WRITTEN & set(self.open) else " ".join(data.split())
        if text:
            if self.found and isinstance(self.found[-1], list):
                self.found[-1][0] = f"{self.found[-1][0]} {text}".strip()
            else:
                self.found.append([text])


def outline(html: str) -> list[Any]:
    return Outline(html).found


def examples() -> list[Any]:
    found = []
    for path in sorted(PACKAGE.glob("components/*/fixtures.json")):
        told = json.loads(path.read_text("utf-8"))
        found += [
            pytest.param(told["component"], each["options"], each["html"], id=f"{told['component']}: {each['name']}")
            for each in told["fixtures"]
            if told["component"] not in LEFT_OUT
        ]
    return found


EXAMPLES = examples()


@pytest.mark.parametrize(("name", "options", "html"), EXAMPLES)
def test_a_component_says_what_the_design_system_says(name: str, options: dict[str, Any], html: str) -> None:
    assert outline(component(name, options)) == outline(html)


def test_every_example_is_held_against() -> None:
    """All 725, but for the 31 of the two components that belong to GOV.UK itself."""
    left_out = [json.loads((PACKAGE / "components" / name / "fixtures.json").read_text("utf-8")) for name in LEFT_OUT]
    assert (len(EXAMPLES), sum(len(each["fixtures"]) for each in left_out)) == (694, 31)


def test_the_outline_notices_what_matters() -> None:
    assert outline('<p class="b  a"> x\n y </p>') == outline('<p class="a b">x y</p>')
    assert outline("<p>x</p>") != outline("<p>y</p>")
    assert outline("<p id=a>x</p>") != outline("<p>x</p>")
    assert outline("<textarea> x</textarea>") != outline("<textarea>x</textarea>")
