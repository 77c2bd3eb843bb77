"""Whatever a person types or hands over: an answer or one clear refusal, never an accident."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.__main__ import COMMANDS
from opencompact.core.problems import Unusable
from opencompact.terminal.door import Door

ENDINGS = [".csv", ".xlsx", ".json", ".yaml", ".txt", ".md", ".docx", ".pdf", ".parquet", ".jsonl", ""]
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(str.encode),
    st.sampled_from([
        b"id,opens,closes\nK1,2026-08-03,2026-09-12\n",
        b'{"changes": [{"id": "C1", "notice_given": "2027-01-10", "takes_effect": null}]}',
        b'{"changes": {"id": 1}}', b"[1, 2, 3]", b'"x"', b"null", b"changes:\n  - id: C1\n", b"%PDF-1.7\n", b"PK\x03\x04",
        b"\xff\xfei\x00d\x00", b"id\topens\n1\t31/02/2027\n", b'id,id\n1,2\n', b'"unclosed,quote\n', b"\n\n\n", b",,,\n,,,\n",
    ]),
)  # fmt: skip
DAYS = st.sampled_from(
    ["2027-03-31", "31/03/2027", "31 March 2027", "1899-12-31", "2200-12-31", "9999-12-31", "", "x", "0"]
)
EDITIONS = st.sampled_from(
    ["bristol", "brentwood-2016", "model", "south-gloucestershire", "nowhere", "", "../x", "FILE"]
)
OF_A_SITE = {"demo", "serve", "doctor", "backup", "restore"}  # they start a site or look for one: tests/site/running/
WORDS = st.one_of(
    st.tuples(st.just("check"), st.just("FILE"), st.just("--against"), EDITIONS, st.just("--as-of"), DAYS),
    st.tuples(st.just("check"), st.just("FILE"), st.just("--against"), EDITIONS, st.just("--register"), st.just("changes")),
    st.tuples(st.just("check"), st.just("FILE"), st.just("--against"), st.just("bristol"), st.just("--columns"), st.just("FILE")),
    st.tuples(st.just("notice"), st.just("--against"), EDITIONS, st.sampled_from(["--ends", "--given"]), DAYS),
    st.tuples(st.just("plan"), st.just("consultation"), st.just("--against"), EDITIONS, st.sampled_from(["--opens", "--decide-by"]), DAYS),
    st.tuples(st.sampled_from(["draft", "lint", "show", "verify"]), st.just("FILE")),
    st.tuples(st.just("show"), st.text(max_size=20).map(lambda text: f"bristol#{text}")),
    st.tuples(st.just("compare"), EDITIONS, EDITIONS),
    st.lists(st.one_of(st.sampled_from([each for each in COMMANDS if each not in OF_A_SITE]), st.text(max_size=12)), max_size=4),
)  # fmt: skip


def answered(words: list[str]) -> str:
    """What came of a call: the answer, or the refusal."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        try:
            Door(COMMANDS, help="").main(words, prog_name="opencompact", standalone_mode=False)
        except (click.ClickException, Unusable) as refused:
            return str(refused) or "refused"
        except SystemExit:
            return "ended"
    return out.getvalue() or "nothing to say"


@settings(max_examples=150)
@given(words=WORDS, content=CONTENTS, ending=st.sampled_from(ENDINGS))
def test_nothing_typed_or_handed_over_is_an_accident(words, content, ending):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"hostile{ending}"
        path.write_bytes(content)
        assert answered([str(path) if word == "FILE" else word for word in words])


@settings(max_examples=25)
@given(content=CONTENTS, ending=st.sampled_from([".parquet", ".csv", ".jsonl", ".json"]))
def test_no_data_of_any_size_is_an_accident(content, ending):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"hostile{ending}"
        path.write_bytes(content)
        words = ["evidence", "check", str(path), "--against", "bristol", "--register", "changes"]
        assert answered([*words, "--out", str(Path(folder) / "out")])
