"""Secrets cannot be guessed, and what is stored of them cannot be searched for."""

import math

from tests.once.quick_passwords import hasher_of_the_program
from tracker import actions
from tracker.actions.accounts import passwords, tokens
from tracker.actions.accounts.factors import recovery


def test_a_token_has_more_than_128_bits_and_is_kept_as_a_digest() -> None:
    made = {tokens.new() for _ in range(1000)}
    assert len(made) == 1000
    # Each of its characters is one of 64.
    assert min(map(len, made)) * 6 >= 256
    one = made.pop()
    assert one not in tokens.digest(one)
    assert len(bytes.fromhex(tokens.digest(one))) * 8 == 256


def test_a_recovery_code_has_enough_bits_for_a_digest_without_salt() -> None:
    code = recovery.GROUPS * recovery.LETTERS * math.log2(len(recovery._SIGNS))
    assert code >= 112


def test_a_password_is_hashed_slowly_and_with_its_own_salt(monkeypatch) -> None:
    """OWASP asks for Argon2id with 46 MB and one pass, or more passes with less."""
    monkeypatch.setattr(passwords, "hasher", hasher_of_the_program)
    one, other = (passwords.hashed("violet drum kettle fern") for _ in range(2))
    assert one != other
    _, kind, version, parameters, *_ = one.split("$")
    assert (kind, version) == ("argon2id", "v=19")
    costs = dict(each.split("=") for each in parameters.split(","))
    assert int(costs["m"]) >= 47104
    assert int(costs["t"]) >= 1


def test_a_failed_comparison_takes_as_long_without_an_account(monkeypatch) -> None:
    verified: list[str] = []
    hasher = hasher_of_the_program()

    class Watched:
        def verify(self, hash_: str, password: str) -> bool:
            verified.append(hash_)
            return bool(hasher.verify(hash_, password))

        def hash(self, password: str) -> str:
            return str(hasher.hash(password))

    monkeypatch.setattr(actions.accounts.passwords, "hasher", Watched)
    assert not passwords.is_password_of(None, "violet drum kettle fern")
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$")
