"""Small editions for tests, written as YAML with only what a test is about."""

from __future__ import annotations

import re

from opencompact.core.compacts import Source, read

SIDES = {"P": "public", "V": "voluntary", "B": "both"}
RECORDED = {"recorded", "count_at_least"}


def promise(ref: str, summary: str, *checks: str, more: str = "") -> str:
    """A commitment as YAML on one line. Its reference tells its theme and its side: 1.P2 is public, in theme 1."""
    kinds = set(re.findall(r"kind: (\w+)", " ".join(checks))) - {"judged"}
    verify = "computed" if kinds - RECORDED else "recorded" if kinds else "judged"
    keys = [f'ref: "{ref}"', f'theme: "{ref[0]}"', f"by: {SIDES[ref[2]]}", f'summary: "{summary}"', f"verify: {verify}"]
    keys += ["source: page 1", "strength: must"] + [more] * bool(more)
    keys += [f"checks: [{', '.join(f'{{{check}}}' for check in checks)}]"] * bool(checks)
    return f"  - {{{', '.join(keys)}}}"


def yaml_of(*promises: str, id: str = "wellbridge-2020", top: str = "in_force: {from: 2024}") -> str:
    """An edition as YAML."""
    lines = [
        f"id: {id}",
        "title: Wellbridge Compact",
        "name: Compact",
        "area: {name: Wellbridge}",
        "nation: england",
        "parties: {public: {name: Public bodies}, voluntary: {name: Groups}, both: {name: Both}}",
        'themes: [{ref: "1", title: Money}]',
        top,
        "commitments:",
        *promises,
    ]
    return "\n".join(lines) + "\n"


def source(*promises: str, id: str = "wellbridge-2020", top: str = "in_force: {from: 2024}") -> Source:
    """The same, read."""
    return read(yaml_of(*promises, id=id, top=top), f"{id}.yaml")
