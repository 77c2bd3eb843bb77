"""YAML in: read within bounds, kept with line and column, and built into structs with every mistake told at once.

Scalars are taken as they are written and read by the type that is wanted, so YAML's own guesses (``no`` is false,
``1.10`` is 1.1, ``2012-01-01`` is a date) never happen.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
import yaml

from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

LARGEST = 2_000_000  # bytes; the longest compact we know is 60 kB
DEEPEST = 20
MOST = 100_000  # keys, items and values


class Node(msgspec.Struct):
    """A piece of YAML and where it stands."""

    line: int
    column: int
    text: str | None = None  # a value
    plain: bool = False  # written without quotes
    items: list[Node] | None = None  # a list
    pairs: list[tuple[Node, Node]] | None = None  # a mapping

    @property
    def is_null(self) -> bool:
        return self.text is not None and self.plain and self.text in ("", "~", "null")

    @property
    def kind(self) -> str:
        return _("text") if self.text is not None else _("a list") if self.items is not None else _("a mapping")


def read_text(path: Path) -> str:
    """The text of a file, within bounds."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or _("we can't read it")
        raise Unusable([Problem(str(path), reason[0].lower() + reason[1:], _("give the path of a file"))]) from None
    return decode(raw, path.name)


def decode(raw: bytes, name: str) -> str:
    """Bytes as text; a compact is UTF-8 and not huge."""
    if len(raw) > LARGEST:
        says = _("the file is larger than {most} bytes").format(most=f"{LARGEST:,}")
        raise Unusable([Problem(name, says, _("remove anything that doesn't belong in it"))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = f"{name}:{line}:1"
        raise Unusable([Problem(place, _("the file is not UTF-8 text"), _("save it as UTF-8"))]) from None


def compose(text: str, name: str) -> Node:
    """The one document of a YAML text as nodes. Aliases, tags, deep nesting and floods are refused as they appear."""
    top: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            made = _node(event, name, len(stack), count)
            if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                stack.pop()
                keys.pop()
            if made is None:
                continue
            if stack:
                _put(stack[-1], keys, made, name)
            elif top is not None:
                raise _refused(name, made, _("a second document starts here"), _("keep one document in each file"))
            else:
                top = made
            if made.text is None:
                stack.append(made)
                keys.append(None)
    except yaml.YAMLError as error:
        raise Unusable([_syntax(error, name)]) from None
    if top is None:
        raise Unusable([Problem(f"{name}:1:1", _("the file is empty"), _("write something in it"))])
    return top


def _node(event: Any, name: str, depth: int, count: int) -> Node | None:
    """A node for an event that begins one."""
    mark = event.start_mark
    here = Node(mark.line + 1, mark.column + 1) if mark else Node(1, 1)
    if isinstance(event, yaml.AliasEvent):
        says = _("*{anchor} repeats another part of the file").format(anchor=event.anchor)
        raise _refused(name, here, says, _("write the words out"))
    if not isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
        return None
    if event.anchor or event.tag:
        raise _refused(name, here, _("we don't read tags (!) and anchors (&)"), _("write the value plainly"))
    if depth >= DEEPEST or count > MOST:
        raise _refused(name, here, _("the file is nested too deeply or has too many parts"), _("write it more simply"))
    if isinstance(event, yaml.ScalarEvent):
        here.text, here.plain = event.value, event.style in (None, "")
    elif isinstance(event, yaml.SequenceStartEvent):
        here.items = []
    else:
        here.pairs = []
    return here


def _put(into: Node, keys: list[Node | None], made: Node, name: str) -> None:
    if into.items is not None:
        into.items.append(made)
    elif keys[-1] is None:
        if made.text is None:
            says = _("{kind} can't be a key").format(kind=made.kind)
            raise _refused(name, made, says, _("write a word before the colon"))
        keys[-1] = made
    else:
        assert into.pairs is not None
        into.pairs.append((keys[-1], made))
        keys[-1] = None


def _refused(name: str, node: Node, says: str, mend: str) -> Unusable:
    return Unusable([Problem(f"{name}:{node.line}:{node.column}", says, mend)])


def _syntax(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else f"{name}:1:1"
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    says = _("this is not YAML ({said})").format(said=said)
    return Problem(place, says, _("check the indent, the colons and the quotes on this line"))


def nearest(word: str, known: list[str]) -> str:
    """What to write instead of a word that is not known."""
    close = get_close_matches(word, known, 1)
    if close:
        return _('write "{word}"').format(word=close[0])
    return _("use one of: {words}").format(words=", ".join(known))
