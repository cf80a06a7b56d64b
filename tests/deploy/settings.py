"""Which settings there are, and which an installation cannot do without."""

import ast
import re
from collections.abc import Mapping
from functools import cache

from tests.conftest import ROOT
from tracker.config import SECRETS, from_environment

#: A setting in a text, with the end _FILE where it names a file.
NAMED = re.compile(r"\b(?:TRACKER_[A-Z_]+|DATABASE_(?:\w+_)?URL\w*|SECRET_KEY\w*)\b")
#: Those that every process has.
EVERYWHERE = {
    *("TRACKER_AUTHORITY", "TRACKER_DATABASE_ID", "TRACKER_ADDRESS"),
    *("TRACKER_PROXIES", "DATABASE_URL", "DATABASE_INSTITUTION_URL", "SECRET_KEY"),
}
OWNER = "DATABASE_OWNER_URL"


@cache
def known() -> frozenset[str]:
    """The settings that the program reads, and those that may be files instead."""
    found = {f"TRACKER_{name.upper()}" for name in ("mark", "colour", "accent")}
    for path in (ROOT / "tracker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if NAMED.fullmatch(node.value) else set()
    return frozenset(found | {f"{name}_FILE" for name in SECRETS})


def given(environment: Mapping[str, str]) -> set[str]:
    """The settings of an environment, by their names without _FILE."""
    return {name.removesuffix("_FILE") for name in environment}


def unknown(names: set[str]) -> set[str]:
    """Names of which no setting is known."""
    return names - known()


def check(environment: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Reads an environment as the program does, with each secret in place of its file.

    Raises SettingMissing where the program would not start with it.
    """
    filled = {
        name.removesuffix("_FILE") if name.endswith("_FILE") else name: (
            secrets[value.rpartition("/")[2]] if name.endswith("_FILE") else value
        )
        for name, value in environment.items()
    }
    from_environment(filled)
