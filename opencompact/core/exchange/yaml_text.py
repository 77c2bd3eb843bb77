"""YAML in: registers written by hand. Every value is taken as it is written and read by the field it is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from opencompact.core.exchange.cells import Cell, NotRead, shown
from opencompact.core.exchange.encoding import opened
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import YAML_BYTES, prove_file, refused
from opencompact.core.exchange.objects import Entry, Part, read_parts
from opencompact.core.reading import Node, compose
from opencompact.core.words import _


def read_yaml(path: Path, register: str | None, into: Gathered) -> None:
    """The registers of a YAML file."""
    prove_file(path, YAML_BYTES)
    with opened(path, into) as stream:
        top = compose(stream.read(), into.file)
    read_parts(_parts(top, into), path.stem, register, into)


def _parts(top: Node, into: Gathered) -> Iterator[Part]:
    if top.items is not None:
        yield Part(None, into.file, _entries(top.items, into))
    elif top.pairs is None:
        says = _("the file does not start with a list or a mapping")
        raise refused(_place(into, top), says, _("write consultations: and below it the records, each after a dash"))
    seen = set()
    for key, value in top.pairs or []:
        name = str(key.text)
        if name in seen:
            into.rejected(_place(into, key), _twice(name))
        seen.add(name)
        entries = None if value.items is None else _entries(value.items, into)
        yield Part(name, _place(into, key), entries)


def _place(into: Gathered, node: Node) -> str:
    return f"{into.file}:{node.line}:{node.column}"


def _twice(name: str) -> NotRead:
    return NotRead(_("{key} is given twice").format(key=shown(name)), _("keep one of the two"))


def _entries(items: list[Node], into: Gathered) -> Iterator[Entry]:
    for number, item in enumerate(items, 1):
        if item.pairs is None:
            says = _("this is not a record")
            into.rejected(_place(into, item), NotRead(says, _("write its fields as name: value")))
            continue
        places = {str(key.text): _place(into, value) for key, value in item.pairs}
        yield Entry(number, _place(into, item), _cells(item.pairs, into), places)


def _cells(pairs: list[tuple[Node, Node]], into: Gathered) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for key, value in pairs:
        name = str(key.text)
        if name in cells:
            into.rejected(_place(into, key), _twice(name))
        cells[name] = _cell(value, into)
    return cells


def _cell(node: Node, into: Gathered) -> Cell:
    if node.items is not None:
        return [_cell(item, into) for item in node.items]
    if node.pairs is not None:
        return _cells(node.pairs, into)
    return None if node.is_null else node.text
