"""Which words promise something, who promises it and how strongly."""

from __future__ import annotations

import re

import msgspec

from opencompact.core.editions import Party, Strength
from opencompact.core.exchange.papers.sides import opening_of, subject_side

_VERBS = frozenset(
    "accept acknowledge act adhere adopt advertise advise agree aim allocate allow announce answer apply"
    " appoint appreciate arrange ask assess assist attend avoid award balance be bring build call carry"
    " celebrate challenge champion check choose circulate clarify co-operate collaborate collect commission"
    " commit communicate comply conduct confirm consider consult contact contribute cooperate coordinate cover"
    " create define deliver demonstrate describe design develop discuss distribute do draw ease embed enable"
    " encourage end endeavour engage ensure establish evaluate evidence examine explain explore extend"
    " facilitate find focus follow foster fund give guide handle help highlight hold honour host identify"
    " implement improve include inform integrate invest invite involve issue keep lead learn lend let limit"
    " listen look maintain make manage match meet minimise monitor name negotiate note notify nurture observe"
    " offer open operate participate pass pay place plan pool practise prepare present preserve prevent"
    " prioritise produce promote protect provide publicise publish pursue put raise reach read receive"
    " recognise recognize record recruit reduce refer reflect reimburse release remain remove reply report"
    " represent require resolve resource respect respond retain return review reward ring save secure seek send"
    " serve set share show simplify solve speak spend sponsor spread start stay stop strengthen strive submit"
    " suggest supervise supply support sustain take talk target tell test thank track train transfer treat"
    " trust try turn understand undertake update uphold use value visit wait waive welcome widen withhold work"
    " write".split()
)
_ADVERBS = frozenset("actively always clearly jointly never not only openly promptly regularly wherever".split())
_RECOGNISING = frozenset("recognise recognize acknowledge appreciate".split())
_KNOWING = frozenset("understand know accept".split())
_AIMING = frozenset("aim endeavour strive try aspire intend".split())
_WHERE_POSSIBLE = re.compile(
    r"\b(?:where|when|wherever|as far as|if) (?:possible|practicable|practical|appropriate)\b|\baiming (?:for|to|at)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u2019\u201d)]?\s+(?=[\"'\u2018\u201c(]?[A-Z\u00c0-\u00de])")
_OTHER_SIDE = re.compile(r"(?P<by>;|,? and|, while|, but) (?=(?P<subject>[^;,.]{3,80}?) (?:will|shall|must|should)\b)")
_CONDITION = re.compile(
    r"(?:if|where|when|before|after|from|on|in|at|for|with)\b[^.;:]{3,200}?, (?=[a-z])", re.IGNORECASE
)
_ONE = (Party.PUBLIC, Party.VOLUNTARY)
_LONGEST = 4_000  # characters; a longer paragraph is read as one promise and not looked into


class Promise(msgspec.Struct, frozen=True):
    """Words that promise something."""

    text: str
    party: Party | None  # None: the words name no side
    strength: Strength
    by_name: bool = True  # "we" or a side promises it
    we: bool = False  # it says only "we"


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)] if len(text) < _LONGEST else []
    return [text[begin:end].strip() for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def strength_of(text: str, hint: Strength | None = None) -> Strength:
    """How strongly a promise without a subject is made: by its first verb, else by the words that lead it in."""
    words = [word for word in re.findall(r"[\w-]+", text[:200].lower()) if word not in _ADVERBS][:2]
    first, second = [*words, "", ""][:2]
    if first in _RECOGNISING or (first in _KNOWING and second == "that") or hint is Strength.RECOGNISE:
        return Strength.RECOGNISE
    if hint is not None and hint is not Strength.MUST:
        return hint
    soft = (
        first in _AIMING
        or (first, second) == ("seek", "to")
        or _WHERE_POSSIBLE.search(sentences(text)[0][:_LONGEST].lower())
    )
    return Strength.AIM if soft else Strength.MUST


def is_imperative(text: str) -> bool:
    """Whether a text begins with what to do: "Give notice", "Not ask for the same facts twice"."""
    words = [word for word in re.findall(r"[\w-]+", text[:100].lower()) if word not in _ADVERBS]
    return bool(words) and words[0] in _VERBS and len(words) > 1


def promise_of(text: str) -> Promise | None:
    """A list item or a numbered paragraph as a promise, where its words make one."""
    opening = opening_of(sentences(text)[0])
    if opening:
        return Promise(text, opening.party, _softened(opening.strength, text), opening.by_name, opening.we)
    condition = _CONDITION.match(text)
    asked = text[condition.end() :] if condition else text
    return Promise(text, None, strength_of(asked)) if is_imperative(asked) else None


def promises_in(paragraph: str) -> list[Promise]:
    """The promises of a paragraph of prose: one for each sentence that says who promises, with what follows it."""
    found: list[Promise] = []
    waiting = ""
    for sentence in sentences(paragraph):
        opening = opening_of(sentence)
        if opening:
            text = f"{waiting} {sentence}".strip()
            strength = _softened(opening.strength, sentence)
            found.append(Promise(text, opening.party, strength, opening.by_name, opening.we))
            waiting = ""
        elif found:
            found[-1] = msgspec.structs.replace(found[-1], text=f"{found[-1].text} {sentence}")
        else:
            waiting = f"{waiting} {sentence}".strip()
    return [part for promise in found for part in _by_side(promise)]


def _by_side(promise: Promise) -> list[Promise]:
    """Two promises where one sentence holds one of each side: "Groups will ... and councils will ..."."""
    if promise.party is None or len(promise.text) > _LONGEST:
        return [promise]
    for cut in _OTHER_SIDE.finditer(promise.text):
        named = subject_side(cut["subject"]) in _ONE
        opening = (
            opening_of(promise.text[cut.end() :]) if named and (promise.party in _ONE or cut["by"] == ";") else None
        )
        if opening and opening.party is not promise.party:
            first = msgspec.structs.replace(promise, text=promise.text[: cut.start()].strip())
            rest = promise.text[cut.end() :].strip()
            return [first, *_by_side(Promise(rest, opening.party, opening.strength))]
    return [promise]


def _softened(strength: Strength, text: str) -> Strength:
    """Must becomes aim where the sentence says "where possible"."""
    soft = strength is Strength.MUST and _WHERE_POSSIBLE.search(sentences(text)[0][:_LONGEST].lower())
    return Strength.AIM if soft else strength
