"""The identity providers of an installation, from its environment or a file.

One provider is declared by TRACKER_OIDC_ISSUER and its fellows, several by a TOML or
JSON file that TRACKER_SIGN_ON_FILE names, with one table for each. An entry that is not
understood is refused: a misspelt requirement would require nothing.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.access import ROLES, Permission
from tracker.config import SettingMissing, Settings
from tracker.sign_on.provider import (
    COLLEGE,
    INSTITUTIONS,
    SCHOOL,
    STAFF,
    Provider,
    Rule,
    is_loopback,
)

FILE, PREFIX = "TRACKER_SIGN_ON_FILE", "TRACKER_OIDC_"
#: The key of the provider that the environment declares.
ONLY = "council"
_KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_AUTHORITY = re.compile(r"[0-9]{3}")
_LARGEST_FILE = 100_000
#: What Tracker itself puts into the address of a sign-in.
_OURS = {
    *("client_id", "redirect_uri", "response_type", "response_mode", "scope", "state"),
    *("nonce", "code_challenge", "code_challenge_method", "prompt", "max_age"),
    *("request", "request_uri", "claims"),
}


def providers(settings: Settings) -> tuple[Provider, ...]:
    """The declared providers, in order. Raises SettingMissing with one sentence."""
    given = settings.sign_on
    found = [
        _Entry(key, where, entry, settings).provider()
        for key, where, entry in (*_of_environment(given), *_of_file(given))
    ]
    if len({(each.issuer, each.client_id) for each in found}) < len(found):
        raise SettingMissing(
            f"{FILE} declares an issuer with the same client_id twice; they belong to "
            "one provider."
        )
    return tuple(found)


def _of_environment(given: Mapping[str, str]) -> list[tuple[str, str, dict[str, Any]]]:
    entry: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in given.items()
        if name.startswith(PREFIX) and value
    }
    if not entry:
        return []
    if given.get(FILE):
        raise SettingMissing(
            f"Set either {FILE} or {PREFIX}ISSUER and its fellows, not both."
        )
    if "roles" in entry:
        entry["rules"] = _rules_of_text(entry.pop("roles"))
    return [(ONLY, PREFIX, entry)]


def _rules_of_text(text: str) -> list[dict[str, str]]:
    """Rules written as “group = role; group = role”, the first that fits first."""
    found = []
    for line in filter(str.strip, text.split(";")):
        group, equals, role = line.rpartition("=")
        if not equals or not group.strip():
            raise SettingMissing(
                f"{PREFIX}ROLES must read “group = role; group = role”, with the "
                "roles in the order in which they are tried."
            )
        found.append({"group": group.strip(), "role": role.strip()})
    return found


def _of_file(given: Mapping[str, str]) -> list[tuple[str, str, dict[str, Any]]]:
    name = given.get(FILE)
    if not name:
        return []
    declared = _tables(Path(name))
    if not declared or not all(isinstance(each, dict) for each in declared.values()):
        raise SettingMissing(
            f"{FILE} must hold one table for each provider, such as [entra]."
        )
    for key in declared:
        if not _KEY.fullmatch(key):
            raise SettingMissing(
                f"{FILE} names a provider “{key[:40]}”; use small letters, digits and "
                "hyphens, because the name is part of addresses."
            )
    return [(key, f"{FILE}, [{key}]: ", each) for key, each in declared.items()]


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE + 1)
        if len(text) > _LARGEST_FILE:
            raise ValueError("it is too large")
        decoded = text.decode("utf-8-sig")
        is_json = path.suffix.lower() == ".json"
        found = json.loads(decoded) if is_json else tomllib.loads(decoded)
    except OSError as error:
        raise SettingMissing(
            f"{FILE} is {path}, which cannot be read: {error.strerror or error}."
        ) from None
    except (ValueError, RecursionError):
        # The text of the error may quote a secret.
        raise SettingMissing(
            f"{FILE} is {path}, which is not a TOML or JSON file in UTF-8."
        ) from None
    return found if isinstance(found, dict) else {}


class _Entry:
    """One declared provider, read field by field."""

    def __init__(
        self, key: str, where: str, entry: Mapping[str, Any], settings: Settings
    ) -> None:
        self._key, self._where, self._settings = key, where, settings
        self._entry = dict(entry)

    def provider(self) -> Provider:
        address = self._address()
        begin = f"{address}/sign-on/{self._key}"
        made = Provider(
            key=self._key,
            issuer=self._issuer(),
            client_id=self._text("client_id", needed=True),
            client_secret=self._secret(),
            authority=self._authority(),
            redirect_uri=f"{begin}/back",
            start=f"{address}/",
            title=self._text("name") or "single sign-on",
            users=self._word("users", (STAFF, INSTITUTIONS)),
            rules=self._rules(),
            **self._options(),
        )
        if self._entry:
            raise self._wrong(
                next(iter(self._entry)),
                "is not a setting of single sign-on; look for a misspelling",
            )
        self._check(made)
        return made

    def _options(self) -> dict[str, Any]:
        """What a provider has a default for."""
        reading: dict[str, Callable[[str], Any]] = {
            **dict.fromkeys(
                (
                    *("scope", "email_claim", "verified_claim", "groups_claim"),
                    "organisation_claim",
                ),
                self._text,
            ),
            **dict.fromkeys(
                ("email_domains", "required_amr", "required_acr"), self._texts
            ),
            **dict.fromkeys(
                (
                    *("trusts_emails", "trusts_second_factor", "userinfo"),
                    *("new_accounts", "untyped_logout_tokens"),
                ),
                self._yes,
            ),
            "parameters": self._parameters,
        }
        known = {each.name for each in fields(Provider)}
        return {
            name: read(name)
            for name, read in reading.items()
            if name in known and name in self._entry
        }

    def _check(self, made: Provider) -> None:
        """Refuses what would let in more than was meant."""
        if "openid" not in made.scope.split():
            raise self._wrong("scope", "must contain openid")
        for domain in made.email_domains:
            if not _DOMAIN.fullmatch(domain):
                raise self._wrong("email_domains", "must be like example.org")
        if made.new_accounts and not made.rules:
            raise self._wrong(
                "new_accounts", "needs rules, which say who has which role"
            )
        if made.users == INSTITUTIONS and made.rules and not made.organisation_claim:
            raise self._wrong(
                "organisation_claim", "is needed for rules about schools and colleges"
            )
        for rule in made.rules:
            self._check_rule(rule, made)
        states_factors = bool(made.required_amr or made.required_acr)
        if not (states_factors or made.trusts_second_factor):
            raise self._wrong(
                "required_amr",
                "or required_acr is needed, so that no user comes in by a password "
                "alone; trusts_second_factor is for a provider that requires a second "
                "factor of every user and does not state it",
            )

    def _check_rule(self, rule: Rule, made: Provider) -> None:
        role = ROLES.get(rule.role)
        if role is None:
            raise self._wrong(
                "rules", f"must give one of these roles: {', '.join(sorted(ROLES))}"
            )
        if role.of_institution != (made.users == INSTITUTIONS):
            raise self._wrong(
                "rules",
                f"give the role {rule.role}, which users of a provider for "
                f"{made.users} cannot have",
            )
        if not (rule.group or rule.domain or rule.organisation):
            raise self._wrong("rules", "must each have a group, domain or organisation")
        if rule.organisation and not made.organisation_claim:
            raise self._wrong("organisation_claim", "is needed for such a rule")
        if rule.organisation not in ("", SCHOOL, COLLEGE):
            raise self._wrong("rules", f"know the organisations {SCHOOL} and {COLLEGE}")
        if not rule.group and Permission.MANAGE_USERS in role.permissions:
            raise self._wrong(
                "rules",
                f"give the role {rule.role} without a group; everybody with such an "
                "address would be one",
            )

    # --- Each field ------------------------------------------------------------------

    def _issuer(self) -> str:
        issuer = self._text("issuer", needed=True)
        try:
            parts = urlsplit(issuer)
            is_url = bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_url = False
        is_safe = issuer.startswith("https://") or is_loopback(issuer)
        if not is_url or not is_safe or "?" in issuer or "#" in issuer:
            raise self._wrong(
                "issuer",
                "must be an address that begins with https://, exactly as the provider "
                "writes it",
            )
        return issuer

    def _address(self) -> str:
        address = self._settings.address
        if not (address.startswith("https://") or is_loopback(address)):
            raise SettingMissing(
                "Set TRACKER_ADDRESS to the address of the pages, such as "
                "https://tracker.example.org; single sign-on leads back to it."
            )
        return address

    def _authority(self) -> str:
        own = self._text("authority") or self._settings.authority or ""
        if not _AUTHORITY.fullmatch(own):
            raise SettingMissing(
                "Set TRACKER_AUTHORITY to the authority whose users come by single "
                "sign-on, or authority for each provider."
            )
        return own

    def _secret(self) -> str:
        secret, file = self._text("client_secret"), self._text("client_secret_file")
        if bool(secret) == bool(file):
            raise self._wrong(
                "client_secret", "or client_secret_file is needed, and not both"
            )
        if file:
            try:
                secret = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, ValueError):
                raise self._wrong("client_secret_file", "cannot be read") from None
        if not secret or not secret.isprintable():
            raise self._wrong("client_secret_file", "holds no secret of one line")
        return secret

    def _rules(self) -> tuple[Rule, ...]:
        lines = self._entry.pop("rules", [])
        known = {each.name for each in fields(Rule)}
        if not isinstance(lines, list) or not all(
            isinstance(line, dict)
            and set(line) <= known
            and "role" in line
            and all(isinstance(each, str) and each.strip() for each in line.values())
            for line in lines
        ):
            raise self._wrong(
                "rules",
                "must each have a role, and a group, a domain or an organisation",
            )
        return tuple(
            Rule(**{name: text.strip() for name, text in line.items()})
            for line in lines
        )

    def _parameters(self, name: str) -> Mapping[str, str]:
        given = self._entry.pop(name)
        if not isinstance(given, dict) or not all(
            isinstance(each, str) for each in given.values()
        ):
            raise self._wrong(name, "must be a table of texts")
        if ours := sorted(_OURS & set(given)):
            raise self._wrong(name, f"may not set {ours[0]}")
        return dict(given)

    def _text(self, name: str, *, needed: bool = False) -> str:
        given = self._entry.pop(name, "")
        if not isinstance(given, str) or not given.isprintable():
            raise self._wrong(name, "must be a text of one line")
        if needed and not given.strip():
            raise self._wrong(name, "is missing")
        return given.strip()

    def _texts(self, name: str) -> tuple[str, ...]:
        given = self._entry.pop(name)
        each = given.split(",") if isinstance(given, str) else given
        if not isinstance(each, list) or not all(isinstance(one, str) for one in each):
            raise self._wrong(name, "must be a list of texts")
        found = tuple(one.strip() for one in each if one.strip())
        if not found:
            raise self._wrong(name, "is empty; leave it out to require nothing")
        return tuple(map(str.lower, found)) if name == "email_domains" else found

    def _yes(self, name: str) -> bool:
        given = self._entry.pop(name)
        answers = {True: True, False: False, "yes": True, "no": False}
        if not isinstance(given, bool | str) or given not in answers:
            raise self._wrong(name, "must be yes or no")
        return answers[given]

    def _word(self, name: str, allowed: tuple[str, ...]) -> str:
        given = self._text(name) or allowed[0]
        if given not in allowed:
            raise self._wrong(name, f"must be {' or '.join(allowed)}")
        return given

    def _wrong(self, name: str, sentence: str) -> SettingMissing:
        shown = name.upper() if self._where == PREFIX else name
        return SettingMissing(f"{self._where}{shown} {sentence}.")
