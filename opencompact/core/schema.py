"""What an edition file looks like to an editor: a JSON Schema made from the structs of ``editions.py``.

An editor that knows it underlines a misspelt key while somebody types. It says less than the loader, which also knows
that references exist and dates are in order.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from opencompact.core.checks.kinds import GIVEN, KINDS, Is, Kind
from opencompact.core.checks.records import REGISTERS, Field, Type
from opencompact.core.editions import Edition

Schema = dict[str, Any]

SHARED = (
    "id",
    "kind",
    "register",
    "applies",
    "unless",
    "ours",
    "counted_only",
)  # keys that a check of any kind has or may have

KEYS: dict[str, dict[str, str]] = {
    "Edition": {
        "id": "What the edition is called everywhere, the year last: bristol-2012.",
        "title": "Its title as printed.",
        "name": "What the area calls it: Compact, Covenant, Accord, Charter.",
        "area": "The place whose compact it is.",
        "nation": "Whose bank holidays count.",
        "in_force": "The days it is in force. Leave it empty, {}, for a model or an undated document.",
        "parties": "The two sides, and what they call themselves.",
        "themes": "The parts the promises stand under, in the order of the document.",
        "commitments": "The promises, in the order of the document.",
        "languages": "The languages its texts are given in, by their codes: en, cy. English alone, if left out.",
        "replaces": "The id of the edition before it.",
        "source": "The document these summaries were made from.",
        "read_at": "The web address where the official words can be read, where the document gives one.",
        "copies": "Who has the official words, where the document says so: Brentwood Borough Council.",
        "about": "What a reader should know first, in two or three sentences.",
        "group": "Who sees to it that the compact is kept, as the document names it. Left out where it names nobody.",
        "rests_on": "The documents this compact rests on.",
        "bodies": "The organisations the document names, and as what.",
        "values": "The values both sides hold.",
        "outcomes": "What the compact is to bring about.",
        "terms": "Words the document gives a meaning of its own.",
        "mechanisms": "How the document means to make itself work.",
        "closed_periods": "Days on which a consultation should not run.",
        "extra_bank_holidays": "Days off in this area besides the bank holidays of its nation.",
        "review": "When the compact is to be looked at again.",
        "template": "True for a model to start from, which is in force nowhere.",
    },
    "Area": {
        "name": "The name of the place.",
        "code": "Its code in the national register of areas, such as E06000023 for Bristol.",
    },
    "InForce": {
        "from": "The first day; the year alone, where the document prints no more.",
        "to": "The last day; left out while it is in force.",
    },
    "Parties": {
        "public": "Councils, health bodies, the police and other public services.",
        "voluntary": "Charities, community groups and social enterprises.",
        "both": "What the document calls promises that both sides make.",
    },
    "Side": {"name": "What this side calls itself.", "about": "Who belongs to it."},
    "Item": {
        "ref": "Its number or letter.",
        "title": "Its title.",
        "about": "More about it, in our own words.",
    },
    "Framework": {
        "title": "The title of the document.",
        "year": "The year it came out.",
        "note": "What it has to do with this compact.",
    },
    "Body": {
        "name": "The name of the organisation.",
        "party": "The side it belongs to.",
        "role": "Its part: signatory, group member, adopter, mediator, overseer, adviser, parent partnership.",
        "through": "The forum or network that signed for it.",
    },
    "Term": {"term": "The word.", "means": "What it means here."},
    "Mechanism": {
        "name": "What the document calls it.",
        "kind": "What it is: group, champions, disputes, sign-up, review, publicity, assessment, oversight, feedback.",
        "about": "How it works, in our own words.",
        "source": "Where it stands in the document.",
    },
    "Group": {
        "name": "What the document calls the group.",
        "source": "Where it stands in the document.",
        "chair": "What it says of the chair: independent chair. Left out where it says nothing.",
        "parent": "The partnership the group answers to. Left out where the document names none.",
        "answers_within": "How soon a recommendation of the group is to be answered: 28 days.",
    },
    "BankHoliday": {"name": "What the day is called.", "on": "The day."},
    "ClosedPeriod": {
        "name": "What people call these days.",
        "from": "The first day of a dated period.",
        "to": "The last day of a dated period.",
        "every_year": "Month and day to month and day, the same each year: 12-20 to 01-03.",
        "around_easter": "Days before and after Easter Sunday: -7 to 7.",
    },
    "Review": {
        "due": "The day by which it is to be reviewed.",
        "every": "How often it is to be reviewed.",
        "about": "What the document says of its review, in our own words.",
    },
    "Commitment": {
        "ref": "The reference as printed; quote it, so that 1.10 stays 1.10.",
        "theme": "The reference of the theme it stands under.",
        "by": "Who promises.",
        "summary": "The promise in our own words, short enough to read aloud.",
        "strength": "How strongly it is promised: they must, they aim to, or they recognise.",
        "verify": "How anyone can tell: computed, recorded or judged. It has to fit the checks.",
        "source": "Where it stands in the document.",
        "assigned": "True where the reference is ours, because the document prints none.",
        "text": "The area's own official wording, where the area has put it in.",
        "outcome": "The reference of the outcome it serves.",
        "pair": "The reference of the other side's promise beside it.",
        "checks": "How a register shows whether it is kept. A promise without checks is for people to judge.",
        "earlier": "The clauses of an older edition it comes from.",
        "warning_signs": "What shows early that it may not be kept.",
        "progress_signs": "What shows that it is being kept.",
        "note": "What was decided in reading it, and why.",
    },
    "Earlier": {
        "clause": "The older clause with its edition: bristol-2008#3.2.",
        "is": "What became of it here.",
        "note": "What changed, in a sentence.",
    },
    "Check": {
        "id": "What the check is called within its commitment: a short word such as notice or in_writing.",
        "kind": "The kind of check, which says which other keys it needs.",
        "register": "The register whose records it reads.",
        "applies": "Only records whose field has this value, or one of these; given: every record that has any.",
        "unless": "The exception the compact allows: the field that holds the published reason.",
        "ours": "Why the limit or the measure is our reading, where the agreement prints none.",
        "counted_only": "True for a check that is there to be counted: it never says that a record broke a promise.",
        "from": "The date field the time is counted from.",
        "to": "The date field the time is counted to.",
        "at_least": "The least that was promised: a period (before the limit, for on_or_before), a number, or a share.",
        "only_if": "The yes-or-no field without which from or needed_by counts as empty: notice not in writing.",
        "fixed": "What can't be put right once it has come: from, where it is the start and not the end.",
        "both_days_count": "True for a term: 1 April 2024 to 31 March 2027 is three years.",
        "after": "The date field of what comes before.",
        "event": "The date field of what was promised to happen.",
        "within": "How long it may take.",
        "limit": "The date field by which it is to happen.",
        "first": "The date field of what is to come first.",
        "then": "The date field of what is to come after it.",
        "length": "The length that was promised: a longer time makes up for the closed days in it.",
        "field": "The field that is to be filled in.",
        "equals": "The value it is to have; any value will do, if left out.",
        "needed_by": "The date field by which it is needed; before that day it is due.",
        "number": "The field of the number that is to be large enough.",
        "of": "The field of the number it is a share of.",
        "check": "The id of the check of the same commitment whose findings are counted.",
        "dated": "The date field that says which period a record belongs to.",
        "over": "The period that is counted, up to the day asked about.",
        "ask": "The question put to both sides.",
    },
    "Unless": {
        "reason": "The field that holds the published reason.",
        "for": "The cases the compact names.",
    },
}
"""What each key of an edition file is for, in the order of its struct."""

ABOUT: dict[str, Schema] = {
    "Area": {"description": "A place with a compact."},
    "Parties": {"description": "Who promises: one side, the other, or both."},
    "Term": {"description": "A word and its meaning in this compact."},
    "Check": {"description": "One check of a commitment. Its kind says which keys it needs."},
    "BankHoliday": {"description": "A day off in this area, which no working day counts."},
    "ClosedPeriod": {"description": "Days on which a consultation should not run, given in one of three ways."},
    "Review": {"description": "When this edition is looked at again."},
}
"""What a part is, where the docstring of its struct speaks of the code or says nothing."""


def _one_or_some(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}


DEFINED: dict[str, Schema] = {
    "Words": {
        "description": "One text, or one text for each language: {en: ..., cy: ...}.",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1},
        ],
    },
    "Ref": {"description": "A reference. Quote it, so that 1.10 stays 1.10.", "type": ["string", "number"]},
    "Day": {
        "description": "Year, month and day: 2027-03-31.",
        "type": "string",
        "format": "date",
        "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$|^2200-[0-9]{2}-[0-9]{2}$",
    },
    "Year": {"description": "A year alone.", "type": "integer", "minimum": 1900, "maximum": 2200},
    "Period": {
        "description": "A number and a unit: days, weeks, months, years or working days.",
        "type": "string",
        "pattern": r"^\s*0*[1-9][0-9]{0,4}\s+((working )?day|week|month|year)s?\s*$",
        "examples": ["3 months", "12 weeks", "10 working days"],
    },
    "Share": {
        "description": "A percentage, or the same as a fraction of one.",
        "anyOf": [
            {"type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*%?\s*$"},
            {"type": "number", "exclusiveMinimum": 0, "maximum": 10},
        ],
        "examples": ["95%", "100%"],
    },
    "YesOrNo": _one_or_some({"enum": [True, False, "true", "false", "yes", "no", GIVEN]}),
    "Values": _one_or_some({"type": ["string", "number", "boolean"]}),
}
"""The small parts that many keys share."""

_EXACT: dict[tuple[str, str], Schema] = {
    ("Edition", "id"): {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    ("Edition", "languages"): {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,3}$"}},
    ("InForce", "from"): {"anyOf": [{"$ref": "#/$defs/Day"}, {"$ref": "#/$defs/Year"}]},
    ("ClosedPeriod", "every_year"): {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2} to [0-9]{2}-[0-9]{2}$"},
    ("ClosedPeriod", "around_easter"): {"type": "string", "pattern": "^[+-]?[0-9]{1,2} to [+-]?[0-9]{1,2}$"},
    ("Check", "kind"): {"enum": list(KINDS)},
    ("Check", "register"): {"enum": list(REGISTERS)},
    ("Check", "applies"): {"type": "object"},
    ("Check", "at_least"): {},  # each kind says what it is
    **{(part, "ref"): {"$ref": "#/$defs/Ref"} for part in ("Item", "Commitment")},
    **{("Commitment", key): {"$ref": "#/$defs/Ref"} for key in ("theme", "outcome", "pair")},
}

_CLOSED_ONE_WAY = [{"required": ["from", "to"]}, {"required": ["every_year"]}, {"required": ["around_easter"]}]

_BY_ROLE: dict[Is, Schema] = {
    Is.PERIOD: {"$ref": "#/$defs/Period"},
    Is.COUNT: {"type": "integer", "minimum": 1},
    Is.SHARE: {"$ref": "#/$defs/Share"},
}
_FIELDS: dict[Is, tuple[str, tuple[Type, ...]]] = {
    Is.DAY: ("days", (Type.DAY,)),
    Is.NUMBER: ("numbers", (Type.NUMBER, Type.MONEY)),
    Is.YES_NO: ("flags", (Type.FLAG,)),
    Is.FIELD: ("fields", tuple(Type)),
}


def schema() -> Schema:
    """The JSON Schema of an edition file."""
    _, parts = msgspec.json.schema_components([Edition], ref_template="#/$defs/{name}")
    made = {name: _described(name, _tidied(part)) for name, part in parts.items() if name != "Unit"}
    made["ClosedPeriod"]["oneOf"] = _CLOSED_ONE_WAY
    made["Check"]["allOf"] = [
        *({"if": _is("kind", name), "then": _of_kind(kind)} for name, kind in KINDS.items()),
        *({"if": _is("register", name), "then": _of_register(name)} for name in REGISTERS),
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An edition of a compact",
        **made.pop("Edition"),
        "$defs": made | DEFINED | _names_of_fields(),
    }


def written() -> str:
    """The schema as the file that editors read."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _described(name: str, part: Schema) -> Schema:
    """A struct with a description at each key, and what its types do not say."""
    told = {key: value for key, value in part.items() if key != "title"} | ABOUT.get(name, {})
    if name in KEYS:
        told["properties"] = {
            key: {"description": KEYS[name][key], **_EXACT.get((name, key), typed)}
            for key, typed in part["properties"].items()
        }
    return told


_WORDS = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}


def _tidied(part: Any) -> Any:
    """The same with named parts in place of repeated ones, and without null: a key with nothing is left out."""
    if isinstance(part, list):
        return [_tidied(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key != "default"}
    if "anyOf" in kept:
        kept["anyOf"] = [each for each in kept["anyOf"] if each != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            return _tidied(kept["anyOf"][0])
    if kept == _WORDS:
        return {"$ref": "#/$defs/Words"}
    if kept == {"type": "string", "format": "date"}:
        return {"$ref": "#/$defs/Day"}
    return {key: _tidied(value) for key, value in kept.items()}


def _is(key: str, value: str) -> Schema:
    return {"properties": {key: {"const": value}}, "required": [key]}


def _of_kind(kind: Kind) -> Schema:
    """What a check of one kind needs and may have."""
    keys = kind.needs | kind.may
    return {
        "description": f"{kind.name}: {kind.about}.",
        "required": list(kind.needs),
        "propertyNames": {"enum": [*SHARED, *keys]},
        "properties": {key: _BY_ROLE[role] for key, role in keys.items() if role in _BY_ROLE},
    }


def _of_register(register: str) -> Schema:
    """Which fields a check of one register may name."""
    roles = {key: role for kind in KINDS.values() for key, role in (kind.needs | kind.may).items()}
    roles["field"] = Is.FIELD  # lists are fields too
    applies = {name: _values(field) for name, field in REGISTERS[register].items()}
    return {
        "properties": {
            **{
                key: {"$ref": f"#/$defs/{register}.{_FIELDS[role][0]}"}
                for key, role in roles.items()
                if role in _FIELDS
            },
            "applies": {"properties": applies, "additionalProperties": False},
            "unless": {"properties": {"reason": {"$ref": f"#/$defs/{register}.reasons"}}},
        }
    }


def _names_of_fields() -> dict[str, Schema]:
    """The fields of each register, by what they can be used for."""
    return {
        f"{register}.{name}": {"enum": [field.name for field in fields.values() if field.type in types]}
        for register, fields in REGISTERS.items()
        for name, types in [*_FIELDS.values(), ("reasons", (Type.REASON, Type.TEXT))]
    }


def _values(field: Field) -> Schema:
    """What may stand beside a field under ``applies``."""
    if field.choices:
        return _one_or_some({"enum": [*field.choices, GIVEN]})
    return {"$ref": "#/$defs/YesOrNo" if field.type is Type.FLAG else "#/$defs/Values"}
