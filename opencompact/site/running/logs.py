"""What is logged, and how: one line an event, never a person's data.

A line names the address without its question and without keys that stand in it, and a fault by its kind and the places
it passed, not by its message: a database repeats in its messages what was typed.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

Event = MutableMapping[str, Any]
_KEYS = re.compile(r"(?<=/)(?=[^/]*[A-Z_:@%])[^/]{16,}(?=/|$)")  # a part of an address that is a secret or a person's
_FRAMES = 12


class _Out(logging.StreamHandler[TextIO]):
    """Writes to standard output or standard error as each is at the time."""

    def __init__(self, name: str) -> None:
        logging.Handler.__init__(self)
        self.place = name

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        found: TextIO = getattr(sys, self.place)
        return found


def configure(wanted: Mapping[str, str]) -> None:
    """Log as JSON, as lines for a person, or quietly: only what went wrong, to standard error."""
    form = wanted["form"]
    out = _Out("stderr" if form == "quiet" else "stdout")
    least = logging.WARNING if form == "quiet" else logging.INFO
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, _stamp, hide_keys, name_fault,
    ]  # fmt: skip
    last = structlog.processors.JSONRenderer() if form == "json" else _in_words
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.PrintLogger(out.stream),
        cache_logger_on_first_use=False,
    )
    out.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, _stamp, _tell_whose],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide_keys, name_fault, last],
        )
    )
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "loggers": _LOUD})
    logging.root.handlers[:] = [out]
    logging.root.setLevel(logging.WARNING)


# Every request has its line already; a wrong host name is the sender's mistake, and anybody may send one.
_LOUD = {
    "django.request": {"level": "ERROR", "handlers": [], "propagate": True},
    "django.security.DisallowedHost": {"level": "CRITICAL", "handlers": [], "propagate": True},
    "django.server": {"level": "ERROR", "handlers": [], "propagate": True},
    "django": {"level": "WARNING", "handlers": [], "propagate": True},
}


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")


def hide_keys(logger: Any, method: str, event: Event) -> Event:
    """Take out of an address what is a key or belongs to a person."""
    if isinstance(event.get("path"), str):
        event["path"] = _KEYS.sub("…", event["path"].partition("?")[0])
    return event


def name_fault(logger: Any, method: str, event: Event) -> Event:
    """A fault by its kind and the places it passed."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if isinstance(found, tuple) and found[0] is not None:
        event["fault"] = f"{found[0].__module__}.{found[0].__qualname__}"
        event["places"] = _places(found[2])
    return event


def _tell_whose(logger: Any, method: str, event: Event) -> Event:
    """Lines of libraries say whose they are. Their arguments may hold anything, so only the form of the text stays."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg) if record.args else record.getMessage()
    event["logger"] = record.name
    if record.exc_info:
        event["exc_info"] = record.exc_info
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        event.update(path=request.path, request=getattr(request, "number", ""))
    return event


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-_FRAMES:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]


def _in_words(logger: Any, method: str, event: Event) -> str:
    at, level = str(event.pop("at", ""))[11:19], str(event.pop("level", ""))
    mark = "" if level == "info" else f"{level}: "
    event.pop("request", None)
    places = event.pop("places", [])
    more = " ".join(f"{name}={value}" for name, value in event.items() if name != "event")
    return "\n    ".join([f"{at} {mark}{event.get('event', '')} {more}".rstrip(), *places])
