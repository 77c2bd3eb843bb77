"""How much of a file is read. Every cap is looked at before the thing it caps is taken into memory."""

from __future__ import annotations

import stat
from pathlib import Path

from opencompact.core.exchange.cells import printable
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

TEXT_BYTES = 100_000_000  # CSV and JSON, which are read as they stream: 40,000 published grants are 70 MB
WORKBOOK_BYTES = 50_000_000
YAML_BYTES = 2_000_000
ROWS = 1_000_000  # of CSV and JSON
RECORD_LENGTH = 2_000_000  # characters
COLUMNS = 500
DEEPEST = 20

SHEET_ROWS = 250_000
SHEET_CELLS = 4_000_000  # rows times columns, filled or not
PARTS = 2_000  # files inside a workbook
DIRECTORY_BYTES = 1_000_000  # the list of those files
UNPACKED_BYTES = 500_000_000
PACKED_TIMES = 100  # how many times its size a workbook may unpack to ...
PACKED_FREE = 10_000_000  # ... once it is larger than this

PROBLEMS = 10_000  # rejected cells that are told before reading stops
FAULTS = 100_000  # cells of a workbook's sheet that hold no value


def refused(place: str, says: str, mend: str = "") -> Unusable:
    """The one thing that makes a whole file unusable."""
    return Unusable([Problem(place, says, mend)])


def prove_file(path: Path, most: int) -> int:
    """The size of a file that can be read; otherwise the sentence why not."""
    name = printable(path.name or str(path))
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise refused(name, _("this is a folder"), _("give the path of a file"))
        if not stat.S_ISREG(about.st_mode):
            raise refused(name, _("this is not a file"), _("give the path of a file"))
        path.open("rb").close()
    except FileNotFoundError:
        raise refused(name, _("there is no such file"), _("check its name and folder")) from None
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None
    if about.st_size > most:
        says = _("the file is larger than {most} MB").format(most=most // 1_000_000)
        raise refused(name, says, _("split it into smaller files"))
    if about.st_size == 0:
        raise refused(name, _("the file is empty"), _("give a file with a row of headings and some records"))
    return about.st_size


def unreadable(name: str, error: Exception) -> Unusable:
    """A file the computer does not hand out."""
    reason = getattr(error, "strerror", None) or str(error)
    says = _("we can't read the file ({reason})").format(reason=reason)
    return refused(name, says, _("check its name and who has access to it"))
