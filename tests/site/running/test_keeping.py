"""Many write at once, a backup is made meanwhile and brought back: nothing is lost, and nothing is signed twice."""

from __future__ import annotations

import json
import os
import tarfile
from pathlib import Path

import pytest

from tests.site.running.sites import SIGN, Place

WHOLE = """
from opencompact.core.ledger.tree import Hashes, leaf_hash
from opencompact.site.record import signing
from opencompact.site.record.models import Entry, tree_of
hashes = Hashes()
for entry in Entry.objects.order_by("n"):
    assert entry.n == hashes.size and entry.public.n == entry.n
    hashes.append(leaf_hash(bytes(entry.body)))
signed = signing.last_checkpoint()
assert tree_of(hashes.size).root() == hashes.tree().root()
if signed.size <= hashes.size:
    assert hashes.tree(signed.size).root() == signed.root
print(hashes.size, signed.size)
"""


def append(place: Place, count: int, who: str = "one") -> None:
    with place.append(count, who) as process:
        assert process.wait(60) == 0


def test_eight_who_append_at_once_leave_no_gap_and_checkpoints_that_verify(place: Place) -> None:
    place.prepare()
    with place.append(20, "all", writers=8) as writers:
        assert writers.wait(120) == 0
    assert place.ask(WHOLE) == f"{place.entries + 160} {place.entries + 160}"


def test_a_backup_made_while_others_write_is_of_one_moment(place: Place, other_place: Place, tmp_path: Path) -> None:
    append(place.prepare(), 3)
    (place.data / "uploads").mkdir()
    (place.data / "uploads" / "paper.pdf").write_bytes(b"%PDF")
    file = str(tmp_path / "backup.tar.gz")
    with place.append(60, "meanwhile") as writer:
        done = place.run("backup", file)
        assert (done.returncode, done.stderr, writer.wait(60)) == (0, "", 0)
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        assert [name for name in tar.getnames() if "key" in name or "checkpoint" in name] == []
    assert os.stat(file).st_mode & 0o777 == 0o600
    assert place.entries + 3 <= manifest["entries"] == manifest["rows"]["compact_entry"] <= place.entries + 63

    back = other_place.run("restore", file)
    assert (back.returncode, back.stderr) == (0, "")
    assert "The key of the record is not here" in back.stdout
    assert (other_place.data / "uploads" / "paper.pdf").read_bytes() == b"%PDF"
    for name in ("key", "checkpoint"):  # the folder of the record, kept apart, is put back
        (other_place.data / "record").mkdir(exist_ok=True)
        (other_place.data / "record" / name).write_bytes((place.data / "record" / name).read_bytes())
    assert other_place.ask(WHOLE) == f"{manifest['entries']} {place.entries + 63}"


def test_an_older_backup_never_signs_a_shorter_record(place: Place, tmp_path: Path) -> None:
    append(place.prepare(), 3)
    file = str(tmp_path / "older.tar.gz")
    assert place.run("backup", file).returncode == 0
    append(place, 2)
    first = place.entries

    refused = place.run("restore", file)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "There is a site already. Add --replace to put the backup in its place.\n"

    replaced = place.run("restore", file, "--replace")
    assert (replaced.returncode, replaced.stderr) == (0, "")
    assert f"The record was signed with {first + 5} entries and the backup holds {first + 3}." in replaced.stdout
    assert place.ask(WHOLE) == f"{first + 3} {first + 5}"
    said = place.ask(SIGN)
    assert said != "signed"
    doctor = place.run("doctor")
    assert doctor.returncode == 1
    assert said in doctor.stdout
    append(place, 2, "others")  # as many as were lost: an act stands, and still nothing is signed
    assert place.ask(SIGN) == (
        f"The first {first + 5} entries are not the ones an earlier checkpoint covers. "
        "Nothing was signed: restore the entries as they were."
    )


def test_with_its_keys_a_backup_goes_on_elsewhere(place: Place, other_place: Place, tmp_path: Path) -> None:
    append(place.prepare(), 3)
    file = str(tmp_path / "backup.tar.gz")
    assert place.run("backup", file, "--with-keys").returncode == 0
    assert other_place.run("restore", file).returncode == 0
    append(other_place, 2)
    assert other_place.ask(WHOLE) == f"{place.entries + 5} {place.entries + 5}"
    assert (other_place.data / "secret-key").read_text() == (place.data / "secret-key").read_text()


def test_a_record_without_its_key_gets_no_other(place: Place) -> None:
    append(place.prepare(), 1)
    (place.data / "record" / "key").unlink()
    done = place.run("serve", "--port", str(place.port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("The record has entries and its key is missing. Put the folder ")
    (place.data / "prepared").unlink()
    with place.started("serve", "--new-key"):
        assert place.ask(WHOLE) == f"{place.entries + 1} {place.entries + 1}"
    assert [old.name for old in place.data.glob("record.before-*/*")] != []


def damaged(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:200])
    return file


def test_what_cannot_be_kept_or_restored_is_a_sentence(place: Place, other_place: Place, tmp_path: Path) -> None:
    nothing = other_place.run("backup", str(tmp_path / "nothing.tar.gz"))
    assert (nothing.returncode, nothing.stderr.partition(" in ")[0]) == (2, "There is no site to back up")
    place.prepare()
    file = tmp_path / "backup.tar.gz"
    assert place.run("backup", str(file)).returncode == 0
    twice = place.run("backup", str(file))
    assert (twice.returncode, twice.stderr) == (2, f"{file}: this file is there already; give another name\n")
    away = place.run("backup", str(tmp_path / "nowhere" / "backup.tar.gz"))
    assert (away.returncode, "it can't be written" in away.stderr) == (2, True)
    cut = other_place.run("restore", str(damaged(file)))
    assert (cut.returncode, "it is not a whole backup of OpenCompact" in cut.stderr) == (2, True)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": "99.0"}, "was made by OpenCompact 99.0"),
        ({"database": "another"}, "is of a database of the kind another"),
        ({"entries": 7}, "not what"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(place: Place, tmp_path: Path, changed, told: str) -> None:
    place.prepare()
    file, folder = tmp_path / "backup.tar.gz", tmp_path / "in it"
    assert place.run("backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        tar.extractall(folder, filter="data")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **changed}))
    with tarfile.open(tmp_path / "changed.tar.gz", "w:gz") as tar:
        for member in folder.iterdir():
            tar.add(member, member.name)
    done = place.run("restore", str(tmp_path / "changed.tar.gz"), "--replace")
    assert (done.returncode, done.stdout, told in done.stderr) == (2, "", True)
