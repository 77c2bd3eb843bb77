"""What a check asks, in a plain sentence: "at least 12 weeks from the opening day to the closing day, unless …".

Findings speak of one record (``saying.py``); these sentences speak of the promise, for pages, tables and comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import GIVEN, KINDS, applying, as_value, share
from opencompact.core.checks.phrases import DO, FACTS, noun
from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.editions import Check, Commitment, Party, Strength, Verify
from opencompact.core.saying import percent
from opencompact.core.words import N_, _, listed, number_in_words, said

SIDES = {Party.PUBLIC: N_("public"), Party.VOLUNTARY: N_("voluntary"), Party.BOTH: N_("both")}
STRENGTHS = {Strength.MUST: N_("promise"), Strength.AIM: N_("aim"), Strength.RECOGNISE: N_("recognition")}
VERIFIED = {
    Verify.COMPUTED: N_("worked out from the data"),
    Verify.RECORDED: N_("recorded"),
    Verify.JUDGED: N_("judged"),
}

RECORDS = {
    "consultations": N_("consultations"),
    "opportunities": N_("funding rounds"),
    "awards": N_("awards"),
    "payments": N_("payments"),
    "changes": N_("changes"),
    "proposals": N_("proposals"),
    "requests": N_("requests"),
    "concerns": N_("concerns"),
    "meetings": N_("meetings"),
    "judgements": N_("judgements"),
}
_BARE = N_("{values}")
_WHICH: dict[tuple[str, str], tuple[str, dict[str, str]]] = {
    ("consultations", "written"): (_BARE, {"yes": N_("in writing"), "no": N_("not in writing")}),
    ("consultations", "expenses_offered"): (_BARE, {"yes": N_("with expenses offered"), "no": N_("without expenses")}),
    ("awards", "overheads_included"): (_BARE, {"yes": N_("with overheads included"), "no": N_("without overheads")}),
    ("awards", "paid_in_advance"): (_BARE, {"yes": N_("paid in advance"), "no": N_("not paid in advance")}),
    ("payments", "disputed"): (_BARE, {"yes": N_("in dispute"), "no": N_("not in dispute")}),
    ("changes", "by"): (N_("made by the {values} sector"), {"public": N_("public"), "voluntary": N_("voluntary")}),
    ("changes", "what"): (
        N_("that {values} funding or other support"),
        {"end": N_("end"), "reduce": N_("reduce"), "alter": N_("alter")},
    ),
    ("changes", "in_writing"): (_BARE, {"yes": N_("with written notice"), "no": N_("without written notice")}),
    ("requests", "planned"): (_BARE, {"yes": N_("planned in advance"), "no": N_("not planned in advance")}),
    ("concerns", "by"): (N_("raised by the {values} sector"), {"public": N_("public"), "voluntary": N_("voluntary")}),
}
_FLAGS: dict[str | bool | int, str] = {True: "yes", False: "no"}


def describe(check: Check, beside: Sequence[Check] = ()) -> str:
    """What a check asks, of which records, and the exception that is allowed.

    ``beside`` holds the checks of its commitment: a share speaks of the check it counts.
    """
    parts = [promise(check, beside), touched(check), exception(check)]
    return ", ".join(part for part in parts if part)


def promise(check: Check, beside: Sequence[Check] = ()) -> str:
    """What a check asks: "at least three months from the day notice was given to the day it takes effect"."""
    return _share(check, beside) if check.kind == "share_of" else _PROMISES[check.kind](check)


def how_checked(commitment: Commitment) -> list[str]:
    """How anyone can tell whether a promise is kept: a sentence for each check, or that people judge it."""
    if not commitment.checks:
        return [_(KINDS["judged"].about)]
    return [describe(check, commitment.checks) for check in commitment.checks]


def touched(check: Check) -> str:
    """The records a check touches: "for changes made by the public side"; empty where it touches all."""
    which = [_which(check, field) for field in REGISTERS[check.register] if field in check.applies]
    if not which:
        return ""
    return _("for {records} {which}").format(records=_(RECORDS[check.register]), which=" ".join(which))


def _which(check: Check, field: str) -> str:
    written = check.applies[field]
    if written == GIVEN:
        return _("where {clause}").format(clause=_clause(check.register, field, True))
    values = [_FLAGS.get(each, str(each)) for each in applying(written)]
    template, names = _WHICH.get((check.register, field), (N_("where {noun} is recorded as {values}"), {}))
    told = listed([_(names.get(value, value)) for value in values], last=N_("or"))
    return _(template).format(noun=_(noun(check.register, field)), values=told)


def exception(check: Check) -> str:
    """The reason a compact allows: "unless exceptional circumstances are recorded"; empty where it allows none."""
    if check.unless is None:
        return ""
    told = _("unless {reason}").format(reason=_clause(check.register, check.unless.reason, True))
    if not check.unless.cases:
        return told
    return _("{told} (such as: {cases})").format(told=told, cases="; ".join(said(case) for case in check.unless.cases))


def _noun(check: Check, field: str | None) -> str:
    return _(noun(check.register, str(field)))


def _clause(register: str, field: str, there: bool) -> str:
    """A fact that is no date, as a clause: there or absent."""
    facts = FACTS[register].get(field)
    if facts is None:
        name = _(noun(register, field))
        return (_("{noun} is recorded") if there else _("{noun} is not recorded")).format(noun=name)
    return _(facts[1] if there else facts[2])


def _deed(check: Check, field: str | None) -> str:
    """What to do: "assess the impact", "record the stage"."""
    if field in DO:
        return _(DO[str(field)])
    return _("record {noun}").format(noun=_noun(check, field))


def _min_period(check: Check) -> str:
    message = _("at least {period} from {start} to {end}")
    if check.both_days_count:
        message = _("at least {period} from {start} to {end}, counting both days")
    period = Period.parse(str(check.at_least)).in_words()
    return message.format(period=period, start=_noun(check, check.starts), end=_noun(check, check.ends))


def _deadline(check: Check) -> str:
    period = check.within.in_words() if check.within else ""
    message = _("{deed} within {period} of {day}")
    return message.format(deed=_deed(check, check.event), period=period, day=_noun(check, check.after))


def _by(deed: str, check: Check, field: str | None) -> str:
    """A deed and the day by which it is done; the deed alone where no day is set."""
    return _("{deed} on or before {day}").format(deed=deed, day=_noun(check, field)) if field else deed


def _avoids(check: Check) -> str:
    message = _("keep the time from {start} to {end} clear of closed periods")
    if check.length:
        message = _("keep the time from {start} to {end} clear of closed periods, or add the days lost to the {period}")
    period = check.length.in_words() if check.length else ""
    return message.format(start=_noun(check, check.starts), end=_noun(check, check.ends), period=period)


def looks_for_a_day(check: Check) -> bool:
    """Whether a check looks for a date, early or late: that something was done, and not when."""
    return check.kind == "recorded" and REGISTERS[check.register][str(check.field)].type is Type.DAY


def _recorded(check: Check) -> str:
    told = _to_record(check, str(check.field))
    if looks_for_a_day(check) and check.needed_by:
        message = _("{deed} (checked once {day} has passed)")
        return message.format(deed=told, day=_noun(check, check.needed_by))
    return _by(told, check, check.needed_by)


def _to_record(check: Check, field: str) -> str:
    if looks_for_a_day(check):
        return _deed(check, field)
    if check.equals is None:
        return _("record {noun}").format(noun=_noun(check, field))
    wanted = as_value(check.equals)
    if REGISTERS[check.register][field].type is not Type.FLAG:
        return _("record {noun} as {value}").format(noun=_noun(check, field), value=check.equals)
    if wanted is True and field in DO:
        return _(DO[field])
    return _("record that {clause}").format(clause=_clause(check.register, field, wanted is True))


def _count(check: Check) -> str:
    least = number_in_words(int(str(check.at_least)))
    told = _("{noun}: at least {least} listed").format(noun=_noun(check, check.field), least=least)
    return _by(told, check, check.needed_by)


def _ratio(check: Check) -> str:
    number, of = _noun(check, check.number), _noun(check, check.of)
    return _("{number}: at least {share} of {of}").format(number=number, share=percent(share(check.at_least)), of=of)


def _share(check: Check, beside: Sequence[Check]) -> str:
    """A share counts what is kept outright: a reason excuses one record, and not the share."""
    counted = next((each for each in beside if each.id == check.check), None)
    which = [_which(counted, field) for field in counted.applies] if counted else []
    message = _("at least {least} of {records} keep this in full: {promise}")
    if check.over and check.dated:
        message = _("at least {least} of {records} in any {over}, counted by {dated}, keep this in full: {promise}")
    return message.format(
        least=percent(share(check.at_least)),
        records=" ".join([_(RECORDS[check.register]), *which]),
        promise=_PROMISES[counted.kind](counted) if counted else check.check,
        over=check.over.in_words() if check.over else "",
        dated=_noun(check, check.dated) if check.dated else "",
    )


def _judged(check: Check) -> str:
    about = _(KINDS["judged"].about)
    return _("{about}: {question}").format(about=about, question=said(check.ask)) if check.ask else about


_PROMISES: dict[str, Callable[[Check], str]] = {
    "min_period": _min_period,
    "deadline": _deadline,
    "on_or_before": lambda check: _by(_deed(check, check.event), check, check.limit),
    "in_order": lambda check: _by(_deed(check, check.first), check, check.then),
    "avoids": _avoids,
    "recorded": _recorded,
    "count_at_least": _count,
    "ratio_at_least": _ratio,
    "judged": _judged,
}
