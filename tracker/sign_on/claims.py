"""What the verified claims of a provider state: one user, or the end of a session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tracker.sign_on.provider import Provider

#: OpenID Connect Core 1.0, section 2: a subject is at most this long.
LONGEST_SUBJECT = 255
_LONGEST = 200
_MOST_GROUPS = 1000
#: How providers write that an address is verified. Entra ID's `xms_edov` is a number
#: or text in some tenants.
_YES = (True, "true", "1")


@dataclass(frozen=True, slots=True)
class Organisation:
    """The school or college that a user acts for, by its numbers."""

    urn: str | None
    ukprn: str | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A user as a provider states it. Texts are empty where nothing is stated.

    ``email`` is lower case. ``has_more_groups`` means that the list is incomplete,
    because a token has no room for it.
    """

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""
    groups: frozenset[str] = frozenset()
    has_more_groups: bool = False
    organisation: Organisation | None = None
    sid: str = ""
    amr: frozenset[str] = frozenset()
    acr: str = ""
    signed_in_at: datetime | None = None
    stated_at: datetime | None = None

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class SignedOn:
    """A user signed in by the provider, with the token that states it."""

    claimed: Claimed
    id_token: str


@dataclass(frozen=True, slots=True)
class Logout:
    """A log-out at the provider: of one of its sessions, or of all of a user.

    ``at`` is its moment by the provider's own clock.
    """

    issuer: str
    identifier: str
    subject: str
    sid: str
    at: datetime


def read(claims: Mapping[str, Any], provider: Provider) -> Claimed:
    """The user of verified claims. A claim of another type counts as not stated."""
    verified = claims.get(provider.verified_claim)
    groups = provider.groups_claim
    return Claimed(
        issuer=provider.issuer,
        subject=_text(claims.get("sub"), LONGEST_SUBJECT),
        email=_email(claims.get(provider.email_claim)),
        email_verified=provider.trusts_emails
        or any(type(verified) is type(yes) and verified == yes for yes in _YES)
        or (type(verified) is int and verified == 1),
        name=_name(claims),
        groups=_texts(claims.get(groups)),
        has_more_groups=_lists_elsewhere(claims, groups),
        organisation=_organisation(claims.get(provider.organisation_claim)),
        sid=_text(claims.get("sid"), LONGEST_SUBJECT),
        amr=_texts(claims.get("amr")),
        acr=_text(claims.get("acr")),
        signed_in_at=moment(claims.get("auth_time")),
        stated_at=moment(claims.get("iat")),
    )


def moment(stated: object) -> datetime | None:
    """The moment of a claim in seconds since 1970, None for anything else."""
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return None
    try:
        return datetime.fromtimestamp(stated, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _text(stated: object, longest: int = _LONGEST) -> str:
    """A printable text, as it is: two subjects never become the same."""
    if not isinstance(stated, str) or len(stated) > longest:
        return ""
    return stated if stated.isprintable() and stated.strip() else ""


def _email(stated: object) -> str:
    """An address in ASCII. Others are left out: “ſam@” is “sam@” in upper case."""
    text = _text(stated).strip().lower()
    return text if text.isascii() and text.count("@") == 1 else ""


def _texts(stated: object) -> frozenset[str]:
    """The texts of a list; one text alone is a list of one."""
    each = [stated] if isinstance(stated, str) else stated
    if not isinstance(each, list):
        return frozenset()
    return frozenset(text for text in map(_text, each[:_MOST_GROUPS]) if text)


def _name(claims: Mapping[str, Any]) -> str:
    whole = _text(claims.get("name"))
    parts = (_text(claims.get(part)) for part in ("given_name", "family_name"))
    return " ".join((whole or " ".join(parts)).split())[:100]


def _lists_elsewhere(claims: Mapping[str, Any], groups: str) -> bool:
    """Whether the groups are too many for the token, as Entra ID states it."""
    elsewhere = claims.get("_claim_names")
    return isinstance(elsewhere, dict) and groups in elsewhere


def _organisation(stated: object) -> Organisation | None:
    """The numbers of an organisation; some providers write the object as text."""
    if isinstance(stated, str):
        try:
            stated = json.loads(stated)
        except (ValueError, RecursionError):
            return None
    if not isinstance(stated, dict):
        return None
    urn, ukprn = _digits(stated.get("urn"), 6), _digits(stated.get("ukprn"), 8)
    return Organisation(urn, ukprn) if urn or ukprn else None


def _digits(stated: object, many: int) -> str | None:
    text = str(stated) if isinstance(stated, int | str) else ""
    return text if len(text) == many and text.isascii() and text.isdigit() else None
