"""Checks that the words of a promise suggest.

Each entry names words and the check they usually mean. Numbers come from the words alone. A suggestion is only that:
the draft lists each for a person to confirm.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from opencompact.core.calendar import Period, Unit
from opencompact.core.drafting.promises import sentences
from opencompact.core.editions import Check, Party, Strength, Unless

_NUMBERS = {
    word: count
    for count, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty".split(),
        start=1,
    )
} | {"twenty-four": 24, "twenty-eight": 28, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
_COUNT = rf"\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_PERIOD = (
    rf"\b(?P<count>{_COUNT})(?: \(\d{{1,3}}\))?[ -](?:full |calendar |clear )?"
    r"(?P<unit>working[ -]day|day|week|month|year)s?\b"
)
PERIOD = re.compile(_PERIOD)
_OTHER_NUMBERS = re.compile(
    rf"£ ?\d[\d,.]*|\b\d[\d,.]*(?: ?%| per cent\b)|\b(?:at least|up to|minimum of|more than) (?:{_COUNT})\b"
    r"|\b(?:once|twice) (?:a|an|every|each|in)\b|\bevery (?:month|quarter|year)\b"
    r"|\b(?:monthly|quarterly|annual(?:ly)?|yearly)\b"
)
_ENDING = r"\b(?:end|terminat|withdr|ceas|clos|stop)"
_REDUCING = r"\b(?:reduc|cut)"
_CHANGING = r"\b(?:chang|alter|var(?:y|ied|iation))"
_ANY_CHANGE = rf"(?:{_ENDING}|{_REDUCING}|{_CHANGING})"
_MONEY = r"\b(?:fund|grant|award|financ|contract|agreement|resourc|commission)"
_HOLIDAYS = re.compile(r"\bholiday|\bchristmas\b|\beaster\b")
_SOFT = r"\b(?:where|when|if) (?:possible|appropriate|practicable)|as standard|\bnormal|\bunless\b|\baim"
_NAMED_CASES = re.compile(
    r"exceptional (?:circumstances|cases)\s?\((?:for example|e\.g\.|such as|including)?,?\s?([^()]{3,300})\)"
)
_LONGEST = 2_000  # characters of a sentence that are looked at


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Words and the check they suggest. All patterns look at one sentence in small letters; ``PERIOD`` is a length."""

    check: dict[str, Any]
    words: str
    also: str = ""
    never: str = ""
    period: str = ""  # the key of the check that takes the length found
    units: tuple[Unit, ...] = tuple(Unit)  # those that make sense
    excuse: str = ""  # words anywhere in the promise that allow a reason ...
    reason: str = ""  # ... and the field that holds it


def _min_period(id: str, register: str, starts: str, ends: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "min_period", "register": register, "starts": starts, "ends": ends, **more}


def _deadline(id: str, register: str, after: str, event: str) -> dict[str, Any]:
    return {"id": id, "kind": "deadline", "register": register, "after": after, "event": event}


def _in_order(id: str, register: str, first: str, then: str) -> dict[str, Any]:
    return {"id": id, "kind": "in_order", "register": register, "first": first, "then": then}


def _recorded(id: str, register: str, field: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "recorded", "register": register, "field": field, **more}


_KNOWN = (
    Known(
        check=_deadline("feedback", "consultations", "closes", "feedback_published"),
        words=r"within PERIOD",
        also=r"consult.{0,200}(?:feedback|report|result|publish)|(?:feedback|report|result|publish).{0,200}consult",
        period="within",
    ),
    Known(
        check=_min_period("advance", "consultations", "announced", "opens"),
        words=r"PERIOD['s]{0,2} (?:advance )?notice (?:of|before|for)",
        also=r"\bconsult",
        never=_MONEY,
        period="at_least",
    ),
    Known(
        check=_min_period("length", "consultations", "opens", "closes"),
        words=r"PERIOD",
        also=r"\bconsult",
        never=r"within|feedback|notice period|['s]{1,2} notice|years?\b.{0,20}review|before",
        units=(Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS),
        period="at_least",
        excuse=r"\bshorter\b|\bless time\b|exceptional|\bunless\b|\breasons?\b",
        reason="short_reason",
    ),
    Known(
        check=_min_period("notice", "changes", "notice_given", "takes_effect"),
        words=r"PERIOD",
        also=rf"\bnotice\b.{{0,300}}{_ANY_CHANGE}|{_ANY_CHANGE}.{{0,300}}\bnotice\b",
        period="at_least",
        excuse=r"exceptional|\bunless\b|\bexcept\b",
        reason="exceptional",
    ),
    Known(
        check=_min_period("term", "awards", "starts", "ends", both_days_count=True),
        words=r"PERIOD",
        also=_MONEY,
        never=r"\bnotice\b|\breview|\brenew|\bconsult",
        units=(Unit.YEARS,),
        period="at_least",
        excuse=_SOFT,
        reason="term_reason",
    ),
    Known(
        check=_deadline("paid_on_time", "payments", "claimed", "paid"),
        words=r"within PERIOD",
        also=r"\bpa(?:y|id)|\binvoice",
        period="within",
    ),
    Known(
        check=_min_period("told_before", "awards", "told", "starts"),
        words=r"PERIOD before",
        also=r"\b(?:decision|tell|told|notif|inform|confirm|know)",
        period="at_least",
    ),
    Known(
        check=_min_period("application_time", "opportunities", "opens", "closes"),
        words=r"(?:at least|minimum of|allow|open for) (?:a minimum of )?PERIOD",
        also=r"\b(?:appl(?:y|ication)|bid|tender)",
        never=r"\bconsult|\bnotice\b|\bwithin\b",
        period="at_least",
    ),
    Known(
        check=_deadline("answered_on_time", "requests", "asked", "answered"),
        words=r"within PERIOD",
        also=r"\b(?:request|enquir|quer)",
        period="within",
    ),
    Known(
        check=_deadline("concern_answered", "concerns", "raised", "answered"),
        words=r"within PERIOD",
        also=r"\b(?:complain|concern|disput|disagree)",
        period="within",
    ),
    Known(
        check=_recorded("in_writing", "changes", "in_writing", equals=True, needed_by="takes_effect"),
        words=r"\bin writing\b|\bwritten notice\b",
        also=rf"\bnotice\b.{{0,300}}{_ANY_CHANGE}|{_ANY_CHANGE}.{{0,300}}\bnotice\b",
    ),
    Known(
        check=_recorded("appeal", "changes", "appeal", needed_by="takes_effect"),
        words=r"\bappeals?\b",
        also=r"\b(?:decision|notice|reason|rationale)",
    ),
    Known(
        check=_recorded("rationale", "changes", "rationale", needed_by="takes_effect"),
        words=r"\brationale\b.{0,60}\bdecision|\breasons?\b.{0,80}(?:end|reduc|cut|withdr).{0,30}(?:fund|grant|support)",
    ),
    Known(
        check=_in_order("advance", "consultations", "announced", "opens"),
        words=r"\b(?:advance|early) notice\b.{0,60}\bconsult",
    ),
    Known(
        check=_recorded("purpose", "consultations", "purpose", needed_by="opens"),
        words=r"\b(?:explain|clear)\b.{0,40}\bpurpose\b.{0,60}\bconsult",
    ),
    Known(
        check=_recorded("can_change", "consultations", "can_change", needed_by="opens"),
        words=r"\bcan (?:and|or) (?:can ?not|can't) (?:be )?chang|\bopen to change",
    ),
    Known(
        check=_recorded("cannot_change", "consultations", "cannot_change", needed_by="opens"),
        words=r"\bcan (?:and|or) (?:can ?not|can't) (?:be )?chang|\bopen to change and which (?:are )?not",
    ),
    Known(
        check=_recorded("methods", "consultations", "methods", needed_by="opens"),
        words=r"\b(?:variety|range) of\b.{0,60}\b(?:method|approach|way)",
        also=r"\bconsult",
    ),
    Known(
        check=_recorded("known_already", "consultations", "prior_knowledge", needed_by="opens"),
        words=r"\balready known\b",
    ),
    Known(
        check=_recorded("expenses", "consultations", "expenses_offered", equals=True),
        words=r"\bexpenses\b.{0,200}\b(?:involve|participa|consult|take part)",
    ),
    Known(
        check=_in_order("published_ahead", "opportunities", "announced", "opens"),
        words=r"\bpublish.{0,20}\bin advance\b.{0,80}\b(?:fund|financ|opportunit|grant)",
    ),
    Known(
        check=_recorded("overheads", "awards", "overheads_included", equals=True),
        words=r"\bfull[- ]cost recovery\b|\boverheads?\b.{0,60}\b(?:fund|grant|cost)",
    ),
    Known(
        check=_recorded("in_advance", "awards", "paid_in_advance", equals=True),
        words=r"\bpa(?:y|id|yments?)\b.{0,40}\bin advance\b",
        excuse=_SOFT,
        reason="advance_reason",
    ),
    Known(
        check=_in_order("outcomes_first", "awards", "outcomes_agreed", "starts"),
        words=r"\bagree\b.{0,40}\boutcomes\b.{0,160}\b(?:before|at the outset|at the start)\b",
    ),
    Known(
        check=_in_order("monitoring_first", "awards", "monitoring_agreed", "starts"),
        words=r"\bagree(?:ing)?\b.{0,160}\bmonitor.{0,80}\b(?:before|at the outset|at the start)\b",
    ),
    Known(
        check=_in_order("impact_first", "changes", "impact_assessed", "decided"),
        words=rf"\bimpact\b.{{0,160}}\bbefore\b.{{0,40}}(?:{_ENDING}|{_REDUCING}|\bdecid)",
    ),
    Known(
        check=_in_order("plan_first", "changes", "improvement_plan", "decided") | {"applies": {"what": "end"}},
        words=r"\b(?:plan|timetable|actions)\b.{0,120}\bbefore\b.{0,60}\bend\b",
        also=r"\bimprov",
    ),
    Known(
        check=_in_order("discussed_first", "changes", "discussed", "decided"),
        words=r"\b(?:restriction|reduction|change|cut).{0,60}\bresources?\b.{0,80}\bdiscuss",
    ),
    Known(
        check=_in_order("response_invited", "changes", "response_invited", "decided"),
        words=r"\bopportunity to respond\b.{0,160}\bbefore\b",
    ),
    Known(
        check=_recorded("exit_plan", "changes", "exit_plan", needed_by="takes_effect") | {"applies": {"what": "end"}},
        words=r"\bexit (?:plan|strateg)",
    ),
    Known(
        check=_in_order("involved_first", "proposals", "involved_from", "decided"),
        words=r"\b(?:involve|collaborat).{0,60}\b(?:start of|earliest|outset|early stage)",
        also=r"\b(?:polic|service|design|plan)",
    ),
    Known(
        check=_in_order("burden_first", "proposals", "burden_assessed", "decided"),
        words=r"\bassess\b.{0,60}\bnew polic.{0,120}\bburden",
    ),
)
_READY = tuple((known, re.compile(known.words.replace("PERIOD", _PERIOD))) for known in _KNOWN)


class Suggested(msgspec.Struct, frozen=True):
    """The checks a promise suggests, and the numbers in its words that none of them carries."""

    checks: list[Check]
    numbers: list[str]
    holidays: bool = False  # a consultation should keep clear of them; the edition must list the periods


def suggested(text: str, party: Party, strength: Strength) -> Suggested:
    """What the words of a promise suggest. What is only recognised promises nothing that could be checked."""
    whole = " ".join(text.lower().replace("\u2019", "'").split())[: _LONGEST * 5]
    checks: dict[str, Check] = {}
    carried: set[str] = set()
    for sentence in [part.lower().replace("\u2019", "'")[:_LONGEST] for part in sentences(" ".join(text.split()))]:
        for known, pattern in _READY if strength is not Strength.RECOGNISE else ():
            found = pattern.search(sentence)
            if found and known.check["id"] not in checks and _fits(known, sentence, found):
                checks[known.check["id"]] = _check(known, found, sentence, whole, party)
                if known.period:
                    carried.add(found.group(0)[found.start("count") - found.start(0) :].strip())
    numbers = [found.group() for found in [*PERIOD.finditer(whole), *_OTHER_NUMBERS.finditer(whole)]]
    holidays = _HOLIDAYS.search(whole) is not None and "consult" in whole
    left = [each for each in dict.fromkeys(numbers) if not _is_carried(each, carried)]
    return Suggested(list(checks.values()), left, holidays)


def _is_carried(number: str, carried: set[str]) -> bool:
    """Whether a check has the number: "12 weeks", also where the words say "at least 12"."""
    return any(number in each or number.endswith(f" {each.split()[0]}") for each in carried)


def _fits(known: Known, sentence: str, found: re.Match[str]) -> bool:
    if known.also and not re.search(known.also, sentence):
        return False
    if known.never and re.search(known.never, sentence):
        return False
    period = period_of(found) if known.period else None
    return not known.period or (period is not None and period.unit in known.units)


def period_of(found: re.Match[str]) -> Period | None:
    """The length a match of ``PERIOD`` names; None where nothing can last so long."""
    count = int(found["count"]) if found["count"].isdecimal() else _NUMBERS[found["count"]]
    try:
        return Period.parse(f"{count} {found['unit'].replace('-', ' ')}s")
    except ValueError:
        return None


def _check(known: Known, found: re.Match[str], sentence: str, whole: str, party: Party) -> Check:
    keys = dict(known.check)
    period = period_of(found) if known.period else None
    if period:
        keys[known.period] = str(period) if known.period == "at_least" else period
    if known.check["register"] == "changes":
        keys["applies"] = keys.get("applies", {}) | _applies(known, sentence, party)
    if known.excuse and re.search(known.excuse, whole):
        keys["unless"] = Unless(reason=known.reason, cases=_cases(whole) if known.reason == "exceptional" else [])
    return Check(**keys)


def _applies(known: Known, sentence: str, party: Party) -> dict[str, str | list[str]]:
    """Whose changes a promise is about and, for notice, which: those its verbs name."""
    applies: dict[str, str | list[str]] = {} if party is Party.BOTH else {"by": party.value}
    what = [name for name, words in (("end", _ENDING), ("reduce", _REDUCING)) if re.search(words, sentence)]
    if known.period and what and not re.search(_CHANGING, sentence):
        applies["what"] = what
    return applies


def _cases(whole: str) -> list[Any]:
    """The cases named in brackets after "exceptional circumstances"."""
    found = _NAMED_CASES.search(whole)
    return [case.strip() for case in re.split(r";|, or ", found[1]) if case.strip()] if found else []
