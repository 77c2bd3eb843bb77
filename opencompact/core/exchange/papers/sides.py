"""Who speaks: which side a few words name, and whether they open a promise.

Compacts name the two sides in many ways (public sector, statutory partners, the Council; VCS, VSOs, charities). A word
list reads them all; a phrase counts only where every word of it is a side's name, a small word or a proper name, so
that "Supporting the voluntary sector" stays the title it is.
"""

from __future__ import annotations

import re

import msgspec

from opencompact.core.editions import Party, Strength

_ONE_NAME = (  # names of several words that would mislead word by word
    (re.compile(r"\b(?:county )?voluntary councils?\b|\bcouncils? (?:for|of) voluntary \w+(?: \w+)?"), "cvs"),
    (re.compile(r"\b(?:town|parish|community)(?:(?:,| and| &) (?:town|parish|community))* councils?\b"), "council"),
    (re.compile(r"\bcommunity (?=(?:and voluntary )?(?:groups?|organi[sz]ations?|sectors?)\b)"), "voluntary "),
    (re.compile(r"\bthird sectors?\b|\bcivil society\b|\bsocial enterprises?\b|\btrydydd sector\b"), "voluntary"),
    (re.compile(r"\bfunded (?=groups?\b|organi[sz]ations?\b|bodies\b)|\bnot[- ]for[- ]profit\b"), "voluntary "),
    (re.compile(r"\bhealth boards?\b|\bfire (?:and rescue )?services?\b|\bfire authority\b"), "nhs"),
)
_PUBLIC = frozenset(
    "public statutory council councils authority authorities government nhs police commissioner commissioners funder"
    " funders ministers minister department departments gweinidogion cyhoeddus cyngor cynghorau awdurdod awdurdodau"
    " llywodraeth".split()
)
_VOLUNTARY = frozenset(
    "voluntary vcs vcse vcfse vcfs vso vsos vco vcos cvs cso csos charity charities charitable gwirfoddol elusen"
    " elusennau mudiad mudiadau".split()
)
_ALL_OF_THEM = frozenset(("partners", "signatories", "undersigned"))  # only where they are said to do something
_VAGUE = frozenset("our us each every mutual common together ni".split())
_SHARED = _VAGUE | frozenset("shared joint jointly both all everyone we rennir cyd".split())
_TOGETHER = frozenset("together jointly both all each partners signatories everyone".split())
_PROMISES = frozenset(
    "commitment commitments undertaking undertakings promise promises pledge pledges responsibility responsibilities"
    " ymrwymiad ymrwymiadau ymrwymiadau'r".split()
)
_SMALL = _PROMISES | frozenset(
    "the of by for from and or & a an any other local in on as its their this area to do what return side sides sector"
    " sectors organisation organisations organization organizations body bodies agency agencies group groups partner"
    " partners service services community enterprise enterprises society signatory signatories undersigned member"
    " members also that key y yr yn a'r ac o i ar cyrff corff sefydliadau grwpiau cymunedol".split()
)
_STRENGTHS = {
    Strength.MUST: "will shall must undertake undertakes commit commits agree agrees promise pledge guarantee"
    " guarantees ensure ensures byddwn bydd",
    Strength.AIM: "should aim aims seek seeks endeavour endeavours strive strives aspire aspires intend intends",
    Strength.RECOGNISE: "recognise recognises recognize recognizes acknowledge acknowledges appreciate appreciates",
}
_MODALS = {word: strength for strength, words in _STRENGTHS.items() for word in words.split()}
_AFTER_A_MODAL = frozenset("to do also that yn both each all therefore jointly together".split())
_NOT_A_PROMISE = frozenset(
    "are were was have had has can could may might would think hope feel want need did said went saw came"
    " took made live be got knew thought heard stood sat ate ought".split()
)
_THE_PAPER = frozenset(
    "compact covenant accord charter concordat document agreement it there they he she i you this section that these"
    " what who chapter guide".split()
)
_BEFORE_THE_SUBJECT = frozenset(
    "where when if as in to by through with for before after while whenever wherever once on at because since under"
    " within following during unless therefore however accordingly working".split()
)
_SKIPPED = frozenset("together also therefore this that means so and accordingly always both all jointly each".split())
_CUTS_THE_SUBJECT = frozenset(
    "that who which when where working across within operating receiving seeking with".split()
)
_ASKED_OF = frozenset("expected asked required encouraged responsible committed prepared open".split())
_AS_WHOM = re.compile(r"as (?P<whom>[^,]{3,60}), we\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?!\w)")
_WORD = re.compile(r"[\w'&-]+")
_FAR = 400  # characters in which a sentence must have said who promises


class Lead(msgspec.Struct, frozen=True):
    """Words that open a list of promises: "Public bodies will:"."""

    party: Party
    strength: Strength
    subject: str  # the words that name the side
    extra: str = ""  # what follows the verb and belongs to every promise: "work together to"
    we: bool = False  # it says only "we": whoever speaks there


class Opening(msgspec.Struct, frozen=True):
    """How a sentence begins to promise something."""

    party: Party | None  # None: the words name no side
    strength: Strength
    by_name: bool  # "we" or a side promises; not merely "costs will be met"
    we: bool = False  # it says only "we": whoever speaks there


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_FAR].lower().replace("\u2019", "'"))


def _one_name(text: str) -> str:
    lower = text[:_FAR].lower().replace("\u2019", "'")
    for pattern, name in _ONE_NAME:
        lower = pattern.sub(name, lower)
    return _POSSESSIVE.sub("", lower)


def side_of(text: str) -> Party | None:
    """The side a phrase names, wherever in it the name stands."""
    words = set(_WORD.findall(_one_name(text).replace("-", " ")))
    public, voluntary = bool(words & _PUBLIC), bool(words & _VOLUNTARY)
    if public != voluntary:
        return Party.PUBLIC if public else Party.VOLUNTARY
    return Party.BOTH if public or words & _SHARED else None


def _is_name_of_a_side(text: str) -> bool:
    """Whether a phrase says nothing but who: side names, small words, proper names."""
    known = _PUBLIC | _VOLUNTARY | _SHARED | _SMALL
    words = _WORD.findall(_one_name(text))
    shown = {_POSSESSIVE.sub("", word.lower()) for word in _WORD.findall(text) if word[:1].isupper()}
    if not words or (words[0] not in known and not set(words[:2]) <= shown):
        return False
    return all(word in known or word in shown or set(word.split("-")) <= known for word in words)


def subject_side(text: str) -> Party | None:
    """The side that is the subject of a sentence, given the words before its verb."""
    words = text.split()
    cut = next((at for at, word in enumerate(words) if at and word.lower() in _CUTS_THE_SUBJECT), len(words))
    phrase = " ".join(words[:cut])
    if not _is_name_of_a_side(phrase):
        return None
    said = set(_words(phrase))
    unqualified = Party.BOTH if said & _ALL_OF_THEM else Party.VOLUNTARY if "groups" in said else None
    return side_of(phrase) or unqualified


def _has_unknown_partner(subject: str) -> bool:
    """Whether a name whose side we don't know promises beside another: "The Harbour Office and the third sector"."""
    parts = re.split(r"(?:,| and|, and) (?=(?:the|its|their|our|all|local)\b)", subject)
    sides = [side_of(part) for part in parts]
    return len(parts) > 1 and None in sides and any(sides)


def heading_side(text: str) -> Party | None:
    """The side a heading names, where it names nothing else: "Commitments by the public sector"."""
    if len(text) > 160:
        return None
    lead = lead_of(text)
    if lead:
        return lead.party
    phrase = re.sub(r"\bto(?:wards)? (?:the |our )?\w+ .*$", "", text.strip(" :.\u2026"))
    known = _PUBLIC | _VOLUNTARY | _SHARED | _SMALL
    words = _WORD.findall(_one_name(phrase))
    if not words or not all(word in known or set(word.split("-")) <= known for word in words):
        return _of_a_named_body(phrase)
    vague = set(words) <= _SMALL - _PROMISES | _VAGUE  # "Our area", "Together": a title, not a side
    return None if vague else side_of(phrase)


def _of_a_named_body(phrase: str) -> Party | None:
    """Northmoor Council's commitments: a proper name, if the heading says that promises follow."""
    promised = re.search(r"\b(?:commitments|undertakings|promises|pledges|responsibilities)$", phrase, re.IGNORECASE)
    return subject_side(phrase[: promised.start()]) if promised else None


def _modal(text: str) -> re.Match[str] | None:
    return next((word for word in _WORD.finditer(text[:_FAR]) if word.group().lower() in _MODALS), None)


def lead_of(text: str) -> Lead | None:
    """What a line such as "In return, VSOs aim to ..." says of the list below it; None where it is no such line."""
    open_end = text.endswith((":", "...", "\u2026"))
    words = text.strip(" :.\u2026-\u2013*")
    if not open_end and text.endswith("."):
        return None
    if "," in words and words.split()[0].lower().strip(",") in _BEFORE_THE_SUBJECT:
        words = words.rpartition(",")[2].strip()
    modal = _modal(words)
    if not modal or len(words) > 160:
        return None
    after = words[modal.end() :].strip()
    extra = [word for word in _words(after) if word not in _AFTER_A_MODAL]
    subject = words[: modal.start()].strip()
    strength = _MODALS[modal.group().lower()]
    named = subject_side(after) if modal.group().lower() == "bydd" else None
    if named:
        return Lead(named, strength, after.removesuffix(" yn"))
    party = _as_whom(text) or subject_side(subject) or _welsh_subject(modal.group(), after)
    if not party or (extra and not (open_end and len(extra) <= 6)):
        return None
    we = not _as_whom(text) and _is_only_we(f"{subject} {modal.group()} {after}")
    return Lead(party, strength, subject, after.removeprefix("to ") if extra else "", we)


def _is_only_we(text: str) -> bool:
    """Whether "we" is said by whoever speaks there: not "together we", "we, the partners"."""
    words = _words(text)
    return ("we" in words or "byddwn" in words) and not set(words) & _TOGETHER


def _as_whom(text: str) -> Party | None:
    """The side of "we" where the sentence says it first: "As public bodies, we will"."""
    found = _AS_WHOM.match(text)
    return subject_side(found["whom"]) if found else None


def _welsh_subject(verb: str, after: str) -> Party | None:
    """In Welsh the verb comes first: "Bydd cyrff cyhoeddus yn:"."""
    if verb.lower() == "byddwn":
        return Party.BOTH
    return subject_side(after.partition(" yn ")[0].strip()) if verb.lower() == "bydd" else None


def is_lead(text: str) -> bool:
    """Whether a line opens a list of promises."""
    return lead_of(text) is not None


def opening_of(sentence: str) -> Opening | None:
    """Whether a sentence begins a promise, and whose."""
    text = sentence[:_FAR].strip(' "\u2018\u201c(').replace("\u2019", "'").replace("'ll ", " will ")
    found = _opening(text)
    first = text.split(maxsplit=1)[0].lower().strip(",") if text else ""
    if (found is None or not found.by_name) and first in _BEFORE_THE_SUBJECT and "," in text:
        found = _opening(text.partition(",")[2].strip()) or found
    whom = _as_whom(text)
    return msgspec.structs.replace(found, party=whom, we=False) if found and whom else found


def _opening(text: str) -> Opening | None:
    words = _words(text)
    together = bool(set(words[:4]) & _TOGETHER)
    while words and words[0] in _SKIPPED and "we" in words[1:4]:
        words = words[1:]
    if words[:1] == ["we"]:
        found = _by_us(words[1:])
        return msgspec.structs.replace(found, we=not together) if found else None
    if words[:1] in (["byddwn"], ["rydym"], ["rydyn"]):
        return Opening(Party.BOTH, Strength.MUST, True, we=True)
    return _by_another(text)


def _by_us(words: list[str]) -> Opening | None:
    """A sentence that begins with "we", from its verb on."""
    while words and words[0] in _SKIPPED:
        words = words[1:]
    verb, after = (words[0] if words else ""), words[1:]
    if not after or verb in _NOT_A_PROMISE or (verb.endswith("ed") and verb not in ("need", "succeed", "proceed")):
        return None
    if verb in ("understand", "know", "accept", "believe", "value"):
        return Opening(Party.BOTH, Strength.RECOGNISE, True)
    return Opening(Party.BOTH, _MODALS.get(verb, Strength.MUST), True)


def _by_another(text: str) -> Opening | None:
    """A sentence with a subject of its own: a side, or something that will be done."""
    modal = _modal(text)
    if not modal:
        return None
    verb = modal.group().lower()
    subject, after = text[: modal.start()].strip(), _words(text[modal.end() :])
    party = subject_side(subject) or _welsh_subject(verb, text[modal.end() :])
    if party:
        known = not _is_done_to_them(after) and not _has_unknown_partner(subject)
        return Opening(party if known else None, _MODALS[verb], True)
    words = _words(subject)
    if verb not in ("will", "shall", "must", "should") or not words or len(words) > 40:
        return None
    if {words[0], words[-1]} & _THE_PAPER:
        return None
    return Opening(None, _MODALS[verb], False)


def _is_done_to_them(after: list[str]) -> bool:
    """Groups will be consulted: they are named, but another side promises it."""
    while after and after[0] in ("also", "always", "not"):
        after = after[1:]
    done = after[1] if after[:1] == ["be"] and len(after) > 1 else ""
    return done not in _ASKED_OF and done.endswith(("ed", "en", "told"))


def opens_a_promise(text: str) -> bool:
    """Whether a short line is already a whole promise: "We pay on time"."""
    opening = opening_of(text)
    return opening is not None and opening.by_name and len(text.split()) > 2 and not is_lead(text)
