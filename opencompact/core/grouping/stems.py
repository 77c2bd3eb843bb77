"""The telling words of a text: without those everybody uses, and without their endings."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_MARKS = str.maketrans("’", "'")
LEAST = 3  # letters that stay of a word

ENGLISH = frozenset(
    """
    about above after again all also although always and any anyone anything are around because been before being
    below between both but can cannot come could did does doing done down during each either else enough even every
    everyone everything few for from further get gets getting give given goes going good got had has have having her
    here hers him his how however into its itself just keep know less like lot made make makes making many may maybe
    more most much must need needs never nor not nothing now off often once one only other others our ours out over
    own people perhaps please put quite rather really same say see seem she should since some someone something
    still such sure take than that the their theirs them then there these they thing things think this those though
    through too under until upon use used very want was way well were what when where whether which while who whom
    whose why will with within without would yes yet you your yours don't doesn't didn't can't won't isn't aren't
    wasn't i'm i've i'd i'll it's that's there's they're we're we've you're let's
    """.split()
)
WELSH = frozenset(
    """
    a'r ac achos adeg ag ai allan am ambell ar arall ati beth bod bydd byddai byth cael cyn chi ddim dim dros drwy
    dwi dylai dylid eich ein eithaf ond ers eto eu felly fod fel fodd fwy fyddai gael gall gallai gan gellir gennym
    gwneud gyda gyfer hefyd heb hi hon hwn hyn hynny iawn iddo iddynt iddyn i'r i'w lle llawer maen mae mai mewn mwy
    mynd nad nag nes neu nhw ni nid nifer o'r oedd oes oherwydd ohonynt onid pan pawb peth pethau pob pobl rhai rhag
    rhaid rhwng roedd rydw rydym rydyn sef sut sydd sy'n tan trwy tuag wedi wedyn weithiau wrth wyf yma yna yr ydw
    ydy ydym ydyn ydynt yn yna ynghylch ynglŷn yno yw'r
    """.split()
)
STOP = ENGLISH | WELSH
# An ending, and what stands in its place; the first that fits and leaves enough of the word is taken off.
_ENDINGS = (
    ("ations", "ate"), ("ation", "ate"), ("nesses", ""), ("ingly", ""), ("iness", "y"), ("ments", "ment"),
    ("fully", "ful"), ("ness", ""), ("ings", ""), ("iest", "y"), ("ies", "y"), ("ied", "y"), ("ier", "y"), ("ing", ""),
    ("ers", "er"), ("edly", ""), ("ely", "e"), ("ily", "y"), ("ed", ""), ("ly", ""), ("sses", "ss"), ("ches", "ch"),
    ("shes", "sh"), ("ses", "s"), ("xes", "x"), ("iau", ""), ("oedd", ""), ("au", ""), ("ion", "ion"), ("s", ""),
)  # fmt: skip


def tokens(text: str) -> list[str]:
    """Every word and number of a text in small letters, in order."""
    return _WORD.findall(text.casefold().translate(_MARKS))


def telling(text: str) -> list[str]:
    """The words that say what a text is about, in order."""
    return [word for word in tokens(text) if len(word) > 2 and word not in STOP]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending: "buses" and "bus", "parking" and "parked" are one."""
    word = word.removesuffix("'s")
    if word.isdecimal() or word.endswith("ss"):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= LEAST:
            return _tidied(word[: len(word) - len(ending)] + instead)
    return _tidied(word)


def _tidied(word: str) -> str:
    """Without a doubled last letter ("stopp") and a silent e ("close", "clos")."""
    if len(word) > LEAST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word[:-1] if len(word) > LEAST and word.endswith("e") else word
