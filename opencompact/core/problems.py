"""What is wrong with something a person gave us, where it is, and what to write instead.

Data that cannot be used is told all at once: readers collect ``Problem``s and raise one ``Unusable``.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, as a person reads it."""

    place: str  # "bristol-2012.yaml:10:21" or "grants.xlsx!Awards!D14"
    says: str  # '"3 monts" is not a period'
    mend: str = ""  # 'write for example "3 months"'

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.says}; {self.mend}" if self.mend else f"{where}{self.says}"


class Unusable(Exception):
    """The input cannot be used. Nothing was read by halves and nothing was written."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        found = [Problem("", problems)] if isinstance(problems, str) else list(problems)
        self.problems = found
        super().__init__("\n".join(str(problem) for problem in found))
