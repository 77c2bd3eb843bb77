"""Signed notes: a text anybody can read, and below it who signed it (C2SP signed-note, Ed25519).

    example.org/record
    12
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.org/record Az3grlgtzPICa5OS8npVmf1Myq…

A note has one form: whatever could be written in two ways without changing its meaning is refused, so that every
changed byte is noticed.
"""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from opencompact.core.words import _

ED25519 = b"\x01"
SEED = 32  # bytes of a private key
MOST_BYTES = 65_536
MOST_SIGNATURES = 64
_PRIVATE = "PRIVATE+KEY+"
_BY = "— "
_UNPLAIN = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class DoesNotFit(ValueError):
    """Something of a ledger is not what it ought to be; the text says what."""


class VerifierKey(msgspec.Struct, frozen=True):
    """Who signs a ledger, as everybody may know it: ``name+id+key``."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{in_base64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key as written; a ``DoesNotFit`` where it isn't one."""
        name, _id, written = [*text.split("+", 2), "", ""][:3]
        material = from_base64(written)
        key = cls(name, material[1:])
        if not is_name(name) or material[:1] != ED25519 or len(key.public) != SEED or str(key) != text:
            raise DoesNotFit(_("this is not a key such as example.org/record+530d903a+AekyeRrm…"))
        return key


class SigningKey(msgspec.Struct, frozen=True):
    """The secret half. Whoever makes one keeps ``secret()`` where neither the database nor its backups reach."""

    name: str
    seed: bytes  # 32 random bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"

    @property
    def verifier(self) -> VerifierKey:
        """The half that everybody may know."""
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw())

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str) -> bytes:
        return self._private.sign(text.encode())

    def secret(self) -> str:
        """The key as text, to be stored and read again with ``parse``."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{in_base64(ED25519 + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The key as stored; a ``DoesNotFit``, which never quotes it, where it isn't one."""
        name, _id, written = [*text.removeprefix(_PRIVATE).split("+", 2), "", ""][:3]
        material = from_base64(written)
        if not is_name(name) or material[:1] != ED25519 or len(material) != 1 + SEED:
            raise DoesNotFit(_("this is not a signing key"))
        key = cls(name, material[1:])
        if key.secret() != text:
            raise DoesNotFit(_("this is not a signing key"))
        return key


def make_key(name: str, seed: bytes) -> SigningKey:
    """The key of a ledger, named by its address without ``https://``; the seed is 32 random bytes."""
    if not is_name(name):
        raise ValueError(
            _('"{name}" can\'t be the name of a key; write for example "example.org/record"').format(name=name)
        )
    if len(seed) != SEED:
        raise ValueError(f"a seed has {SEED} bytes, not {len(seed)}")
    return SigningKey(name, seed)


def sign_note(text: str, key: SigningKey) -> str:
    """The text with a signature below it."""
    if not _is_plain(text) or not text.endswith("\n"):
        raise ValueError("a note is lines of text")
    return f"{text}\n{_BY}{key.name} {in_base64(key.verifier.id + key.sign(text))}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The text of a note that this key has signed; a ``DoesNotFit`` where it hasn't.

    Signatures of other keys are left aside: witnesses may add theirs.
    """
    text, signatures = _parts(note)
    own = [signed for name, signed in signatures if name == key.name and signed[:4] == key.id]
    if not own:
        names = {name for name, _signed in signatures}
        if key.name in names:
            raise DoesNotFit(_("it is signed with another key of this name, not with {key}").format(key=key))
        raise DoesNotFit(_("it is not signed by {name}").format(name=key.name))
    for signed in own:
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signed[4:], text.encode())
        except InvalidSignature:
            raise DoesNotFit(_("the signature does not belong to this text: one of them was changed")) from None
    return text


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note, and each signature with the name of its key."""
    text, blank, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or not _is_plain(note) or lines.pop() or not lines or len(lines) > MOST_SIGNATURES:
        raise DoesNotFit(_("it is not a signed text: lines, a blank line, and a signature below"))
    signatures = []
    for line in lines:
        name, space, written = line.removeprefix(_BY).partition(" ")
        signed = from_base64(written)
        if not line.startswith(_BY) or not space or not is_name(name) or len(signed) <= 4:
            raise DoesNotFit(_("a line below the text is not a signature"))
        signatures.append((name, signed))
    return f"{text}\n", signatures


def is_name(text: str) -> bool:
    """Whether it can name a key: it is not empty and has no spaces, no plus and nothing that can't be printed."""
    return bool(text) and text.isprintable() and not {"+", " "} & set(text)


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """The bytes; none where the text is not the one way to write them."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if in_base64(raw) == text else b""


def _is_plain(text: str) -> bool:
    """Lines of text and no other control characters; what can't be written as UTF-8 is no text."""
    return not _UNPLAIN.search(text)
