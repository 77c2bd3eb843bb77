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
from opencompact.core.periods import COUNT, PERIOD, PERIOD_WORDS, period_of, plain, with_units

_OTHER_NUMBERS = re.compile(
    rf"£ ?\d[\d,.]*|\b\d[\d,.]*(?: ?%| per cent\b)|\b(?:at least|up to|minimum of|more than) (?:{COUNT})\b"
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
_TROUBLE = r"\b(?:complain|concern|disput|disagree)"
_ADDED = r"\b(?:add(?:s|ing)?|plus|extra|additional|another|further|by)\b (?:an? |at least |up to )?(?=PERIOD)"
_NAMED_CASES = re.compile(
    r"exceptional (?:circumstances|cases)\s?\((?:for example|e\.g\.|such as|including)?,?\s?([^()]{3,300})\)"
)
_LONGEST = 2_000  # characters of a sentence that are looked at


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Words and the check they suggest. All patterns look at one sentence in small letters; ``PERIOD`` is a length."""

    check: dict[str, Any]
    words: str
    also: str = ""  # what the sentence, or the heading above it, is about
    near: str = ""  # what stands by the length where the sentence names several
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
        also=r"\bconsult|\bfeed ?back\b|\bviews\b|\bresponses\b|\bheard\b|\bclosing\b",
        near=r"\bfeed ?back|\breport|\bresults?\b|\bpublish",
        never=rf"{_MONEY}|\bconcern|\bcomplain|\bminutes\b|\brespond to consult",
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
        also=r"\bconsult|\b(?:views|comments?|responses|answers|say)\b",
        never=r"within|feedback|notice period|['s]{1,2} notice|years?\b.{0,20}review|before|\bappl(?:y|ication)"
        rf"|\bmeet|\bevery\b|{_ADDED}",
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
        near=r"\bpa(?:y|id)|\binvoice|\bclaim",
        period="within",
    ),
    Known(
        check=_min_period("told_before", "awards", "told", "starts"),
        words=r"PERIOD before\b.{0,60}\b(?:start|begin|new|april|financial year|current|existing|ends?\b)",
        also=_MONEY,
        near=r"\b(?:tell|told|notif|inform|confirm|know|decide|announce)|\bdecisions? .{0,40}\b(?:made|given)",
        never=r"\bmeet",
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
        near=r"\b(?:answer|repl|respon|provid|request)",
        never=r"\backnowledg",
        period="within",
    ),
    Known(
        check=_deadline("acknowledged", "concerns", "raised", "acknowledged"),
        words=r"\backnowledg.{0,60}?\bwithin PERIOD",
        also=_TROUBLE,
        near=r"\backnowledg",
        period="within",
    ),
    Known(
        check=_deadline("concern_answered", "concerns", "raised", "answered"),
        words=r"within PERIOD",
        also=_TROUBLE,
        near=r"\b(?:answer|repl|respon|resol|settle|deal)",
        never=r"\backnowledg",
        period="within",
    ),
    Known(
        check=_recorded("in_writing", "changes", "in_writing", equals=True, needed_by="notice_given"),
        words=r"\bin writing\b|\bwritten notice\b",
        also=rf"\bnotice\b.{{0,300}}{_ANY_CHANGE}|{_ANY_CHANGE}.{{0,300}}\bnotice\b",
    ),
    Known(
        check=_recorded("appeal", "changes", "appeal", needed_by="notice_given"),
        words=r"\bappeals?\b",
        also=r"\b(?:decision|notice|reason|rationale)",
    ),
    Known(
        check=_recorded("rationale", "changes", "rationale", needed_by="notice_given"),
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
_READY = tuple((known, re.compile(known.words.replace("PERIOD", PERIOD_WORDS))) for known in _KNOWN)
_SHARE = re.compile(r"\b(?P<share>\d{1,3}(?:\.\d+)?) ?(?:%|per cent\b)")


class Suggested(msgspec.Struct, frozen=True):
    """The checks a promise suggests, and the numbers in its words that none of them carries."""

    checks: list[Check]
    numbers: list[str]
    holidays: bool = False  # a consultation should keep clear of them; the edition must list the periods
    quotes: dict[str, str] = {}  # the words of the promise that each check rests on, by its id


def suggested(text: str, party: Party, strength: Strength, theme: str = "") -> Suggested:
    """What the words of a promise suggest. What is only recognised promises nothing that could be checked."""
    printed = " ".join(text.split())
    whole = plain(printed)
    checks: dict[str, Check] = {}
    quotes: dict[str, str] = {}
    carried: set[str] = set()
    for sentence in sentences(printed) if strength is not Strength.RECOGNISE else []:
        said = with_units(plain(sentence)[:_LONGEST])
        for known, pattern in _READY:
            found = _match(known, pattern, said, plain(theme)) if known.check["id"] not in checks else None
            if found:
                id = known.check["id"]
                checks[id], quotes[id] = _check(known, found, said, whole, party), _quoted(found.group(), sentence)
                if known.period:
                    carried.add(found.group(0)[found.start("count") - found.start(0) :].strip())
        share = _SHARE.search(said)
        if share and "paid_on_time" in checks and "paid_share" not in checks:
            checks["paid_share"] = _share_of_payments(checks["paid_on_time"], share["share"])
            quotes["paid_share"] = _quoted(share.group(), sentence)
            carried.add(share.group())
    spelt = with_units(whole)
    numbers = [found.group() for found in [*PERIOD.finditer(spelt), *_OTHER_NUMBERS.finditer(whole)]]
    holidays = _HOLIDAYS.search(whole) is not None and "consult" in whole
    left = [each for each in dict.fromkeys(numbers) if not _is_carried(each, carried)]
    return Suggested(list(checks.values()), left, holidays, quotes)


def _share_of_payments(each: Check, share: str) -> Check:
    """The share of payments that are made on time."""
    counted = {"check": each.id, "at_least": f"{share}%", "dated": "claimed", "over": Period.parse("1 year")}
    return Check(id="paid_share", kind="share_of", register="payments", **counted)  # type: ignore[arg-type]


def _quoted(words: str, sentence: str) -> str:
    """Words as the document prints them; the whole sentence where they stand apart in it."""
    at = plain(sentence).find(words)
    return sentence[at : at + len(words)] if at >= 0 else sentence


def _is_carried(number: str, carried: set[str]) -> bool:
    """Whether a check has the number: "12 weeks", also where the words say "at least 12"."""
    return any(number in each or number.endswith(f" {each.split()[0]}") for each in carried)


def _match(known: Known, pattern: re.Pattern[str], sentence: str, theme: str) -> re.Match[str] | None:
    """The words that suggest a check. Of several lengths each is looked at with the words between it and the others."""
    if known.also and not re.search(known.also, f"{sentence} {theme}"):
        return None
    if not known.period:
        return None if known.never and re.search(known.never, sentence) else pattern.search(sentence)
    lengths = list(PERIOD.finditer(sentence))
    for at, length in enumerate(lengths):
        begin = lengths[at - 1].end() if at else 0
        end = lengths[at + 1].start() if at + 1 < len(lengths) else len(sentence)
        after = re.split(r"[,;]| and | or ", sentence[length.end() : end])[0]
        by_it = sentence if len(lengths) == 1 else sentence[begin : length.end()] + after
        if known.never and re.search(known.never.replace("PERIOD", PERIOD_WORDS), by_it):
            continue
        if known.near and not re.search(known.near, by_it):
            continue
        found = next(
            (each for each in pattern.finditer(sentence) if each.start("count") == length.start("count")), None
        )
        period = period_of(length)
        if found and period and period.unit in known.units:
            return found
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
