"""An edition written as YAML is what a person would write, and loads as it was."""

from __future__ import annotations

from pathlib import Path

from opencompact.core import compacts
from opencompact.core.drafting import to_yaml
from tests.core.papers import (
    drafted,
)


def test_the_yaml_is_what_a_person_would_write(tmp_path: Path) -> None:
    text = """Saltmere Accord 2020

Public sector commitments

1.10 Give at least four months' notice of the end of a grant, and say in plain words why it ends and who can help.
"""
    assert (
        to_yaml(drafted(tmp_path, text).edition)
        == """id: saltmere-2020
title: Saltmere Accord 2020
name: Accord
area:
  name: Saltmere
nation: england
in_force:
  from: 2020
parties:
  public:
    name: Public sector
  voluntary:
    name: Voluntary and community sector
  both:
    name: Shared
themes:
  - ref: "1"
    title: Saltmere Accord 2020
commitments:
  - ref: "1.10"
    theme: "1"
    by: public
    summary: >-
      Give at least four months' notice of the end of a grant, and say in plain words why it ends and who can help.
    strength: must
    verify: computed
    source: line 5
    text: >-
      Give at least four months' notice of the end of a grant, and say in plain words why it ends and who can help.
    checks:
      - id: notice
        kind: min_period
        register: changes
        applies:
          by: public
          what:
            - end
        from: notice_given
        to: takes_effect
        at_least: 4 months
source: compact.txt
"""
    )


def test_an_edition_with_every_kind_of_key_comes_back_equal() -> None:
    text = """
id: saltmere-2020
title: {en: Saltmere Compact, cy: Compact Saltmere}
name: Compact
area: {name: "2020", code: E06000001}
nation: wales
in_force: {from: "2020-04-01", to: "2026-03-31"}
languages: [en, cy]
parties: {public: {name: "yes"}, voluntary: {name: "null"}, both: {name: "1.10"}}
themes: [{ref: "1", title: "- a # b: c"}]
closed_periods: [{name: Winter, every_year: "12-20 to 01-03"}]
review: {every: 6 years, due: "2026-01-01"}
commitments:
  - ref: "1.10"
    theme: "1"
    by: both
    summary: "two\\n\\nlines"
    strength: aim
    verify: computed
    source: page 1
    checks:
      - {id: written, kind: recorded, register: changes, field: in_writing, equals: true}
      - {id: reply, kind: deadline, register: requests, after: asked, event: answered, within: 10 working days}
      - {id: ways, kind: count_at_least, register: consultations, field: methods, at_least: 2}
"""
    edition = compacts.load(text)
    assert compacts.load(to_yaml(edition)) == edition
