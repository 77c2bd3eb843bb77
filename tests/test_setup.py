"""The set-up behind ./run and ./test: what it finds, what it says where something is missing, when it does nothing."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ["awk", "cat", "cksum", "df", "dirname", "grep", "id", "mkdir", "rm", "sed", "sh"]
LOOK = ["npm ci", "node opencompact/site/look/build.mjs"]
APT = "On Debian and Ubuntu: sudo apt-get install python3 python3-venv\n"

OLD_PYTHON = """[ "$1" = --version ] || exit 1
echo 'Python 3.9.2'"""

PYTHON_WITHOUT_VENV = """case $2 in
    *ensurepip*) exit 1 ;;
    *executable*) echo "$0" ;;
esac"""

FAILING_UV = """[ "$1" = --version ] && exit
echo "error: $UV_SAYS" >&2
exit 2"""

# Notes what it was asked for, and makes a .venv in which OpenCompact can be imported.
NOTING_UV = f"""[ "$1" = --version ] && exit
for last; do :; done
echo "$1 $last" >>asked
[ "$1" = venv ] && exec '{sys.executable}' -m venv --without-pip .venv
[ "$last" != . ] || {{ pwd; echo '{Path(polib.__file__).parent}'; }} >"$(echo .venv/lib/python*/site-packages)/here.pth"
"""

# Note what they were asked for, and make what the set-up looks for afterwards.
NOTING_NODE = """[ "$1" = -e ] && exit
echo "node $1" >>asked
mkdir -p "$3"
echo built >"$3/look.css\""""
NOTING_NPM = """[ "$1" = --version ] && exit
echo "npm $1" >>../asked
mkdir -p node_modules"""
FAILING_NPM = """[ "$1" = --version ] && exit
echo "$NPM_SAYS" >&2
exit 1"""


class Place:
    """A folder with what the set-up reads, and a PATH that holds only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a place"
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in COMMANDS:
            (self.bin / name).symlink_to(str(shutil.which(name)))
        (self.root / "opencompact").mkdir(parents=True)
        for name in ("run", "pyproject.toml", "opencompact/__init__.py"):
            shutil.copy(ROOT / name, self.root / name)
        kept_out = shutil.ignore_patterns("node_modules")
        shutil.copytree(ROOT / "requirements", self.root / "requirements", ignore=kept_out)
        shutil.copytree(ROOT / "opencompact" / "site" / "look", self.root / "opencompact" / "site" / "look")
        self.command("node", NOTING_NODE)
        self.command("npm", NOTING_NPM)

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def start(self, *command: str, user: int | None = None, **env: str) -> tuple[int, str]:
        env = {"PATH": str(self.bin), "HOME": str(self.root), **env}
        told = subprocess.run(
            command or ["./run", "--set-up"],
            cwd=self.root, env=env, user=user, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.stdout == ""
        return told.returncode, told.stderr

    def asked(self, lock: str) -> list[str]:
        """What uv is asked for while this lock is set up."""
        (self.root / "asked").write_text("")
        assert self.start("sh", "-euc", f". requirements/set-up.sh; set_up {lock}")[0] == 0
        return (self.root / "asked").read_text().splitlines()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def open_place() -> Iterator[Place]:
    """A place that another user may reach, too."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Place(Path(folder))


@pytest.mark.parametrize("script", ["run", "test", "requirements/lock", "requirements/set-up.sh"])
def test_scripts_are_plain_sh(script: str) -> None:
    for shell in filter(shutil.which, ["sh", "dash", "bash"]):
        told = subprocess.run([shell, "-n", script], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, "")


def test_an_old_python_is_named(place: Place) -> None:
    place.command("python3", OLD_PYTHON)
    assert place.start() == (2, f"OpenCompact needs Python 3.11 or newer and found Python 3.9.2. {APT}")


def test_no_python_is_said(place: Place) -> None:
    assert place.start() == (2, f"OpenCompact needs Python 3.11 or newer and found no Python. {APT}")


def test_a_newer_python_beside_an_old_one_is_found(place: Place) -> None:
    place.command("python3", OLD_PYTHON)
    place.command("python3.12", PYTHON_WITHOUT_VENV)
    status, told = place.start()
    assert (status, told.splitlines(keepends=True)[1:]) == (2, [f"This Python cannot make virtual environments. {APT}"])


@pytest.mark.parametrize(
    ("uv_says", "we_say"),
    [
        ("error sending request: dns error", "The packages could not be fetched."),
        ("write failed: No space left on device", "The disk is full."),
        ("Read-only file system (os error 30)", "The set-up may not write at the place named above."),
        ("hash mismatch", "The set-up did not finish; what went wrong stands above."),
    ],
)
def test_a_failure_is_told_in_its_own_words_and_in_ours(place: Place, uv_says: str, we_say: str) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", FAILING_UV)
    status, told = place.start(UV_SAYS=uv_says)
    _announced, theirs, ours = told.splitlines()
    assert (status, theirs) == (2, f"error: {uv_says}")
    assert ours.startswith(we_say)


def test_a_nearly_full_disk_is_noticed_first(place: Place) -> None:
    place.command("df", "echo; echo '/dev/sda1 9000000 8897600 102400 99% /home'")
    status, told = place.start()
    assert status == 2
    assert told.startswith("The disk is nearly full: 100 MB are free here and the set-up needs ")


def test_a_folder_of_someone_else_is_named(open_place: Place) -> None:
    open_place.root.chmod(0o555)
    status, told = open_place.start(user=65534 if os.geteuid() == 0 else None)
    open_place.root.chmod(0o755)
    assert status == 2
    assert told.endswith(
        f"may not write here: {open_place.root}. Copy the folder to a place of your own, or ask its owner.\n"
    )


def test_it_sets_up_once_and_takes_nothing_away(place: Place) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    asked = [place.asked(lock) for lock in ("run", "run", "test", "run", "test")]
    assert asked == [
        ["venv .venv", "pip requirements/run.txt", "pip .", *LOOK],
        [],
        ["venv .venv", "pip requirements/test.txt", "pip ."],
        [],
        [],
    ]


def test_it_sets_up_anew_what_changed_or_moved(place: Place) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    anew = ["venv .venv", "pip requirements/run.txt", "pip ."]
    first = place.asked("run")
    with (place.root / "requirements" / "run.txt").open("a") as lock:
        lock.write("# changed\n")
    changed = place.asked("run")
    place.root = place.root.rename(place.root.with_name("elsewhere"))
    moved = place.asked("run")
    shutil.rmtree(place.root / ".venv" / "lib")
    broken = place.asked("run")
    assert [first, changed, moved, broken] == [[*anew, *LOOK], anew, anew, anew]


def test_it_builds_the_look_anew_when_that_changed_or_is_gone(place: Place) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    place.asked("run")
    with (place.root / "opencompact" / "site" / "look" / "_page.scss").open("a") as style:
        style.write("// changed\n")
    changed = place.asked("run")
    shutil.rmtree(place.root / "opencompact" / "site" / "static" / "built")
    gone = place.asked("run")
    assert [changed, gone, place.asked("run")] == [LOOK, LOOK, []]


def test_words_are_made_ready_to_be_looked_up(place: Place) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    words = place.root / "opencompact" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
    words.parent.mkdir(parents=True)
    words.write_text('msgid "Save"\nmsgstr "Cadw"\n')
    place.asked("run")
    with words.with_suffix(".mo").open("rb") as ready:
        assert gettext.GNUTranslations(ready).gettext("Save") == "Cadw"


@pytest.mark.parametrize("npm_says", ["npm error code ENOTFOUND", "npm error network request failed"])
def test_a_look_that_cannot_be_fetched_is_told(place: Place, npm_says: str) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    place.command("npm", FAILING_NPM)
    status, told = place.start(NPM_SAYS=npm_says)
    _python, _look, theirs, ours = told.splitlines()
    assert (status, theirs) == (2, npm_says)
    assert ours.startswith("The packages could not be fetched.")


def test_where_node_is_missing_a_pinned_one_is_put_beside(place: Place) -> None:
    place.command("python3", f"exec '{sys.executable}' \"$@\"")
    place.command("uv", NOTING_UV)
    place.command("node", "exit 1")
    status, told = place.start()
    assert status == 2  # this uv only notes what it was asked for, so there is no node even then
    assert "Node 18 or newer is not there: fetching one for this folder only.\n" in told
    assert (place.root / "asked").read_text().splitlines()[-1] == "pip requirements/node.txt"


def test_the_wheel_carries_every_document(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    (wheel,) = tmp_path.glob("*.whl")
    package = ROOT / "opencompact"
    kinds = ("*.py", "*.yaml", "*.csv", "*.txt", "*.po", "*.html", "*.css", "*.js", "*.svg", "*.woff2", "*.gz", "*.mo")
    shipped = [path for kind in kinds for path in package.rglob(kind)]
    assert {path.relative_to(ROOT).as_posix() for path in shipped} - set(zipfile.ZipFile(wheel).namelist()) == set()
