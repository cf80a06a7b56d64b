"""The schema of a database as pg_dump writes it, for comparing two of them."""

import re
import subprocess

from tracker.store.database.embedded import programs

#: What pg_dump writes about itself, and about the session that would read it.
_AROUND = re.compile(
    r"^(?:-- .*|--|SET .*;|\\(?:un)?restrict .*|SELECT pg_catalog\.set_config.*;)\n",
    re.M,
)
#: PostgreSQL 18 names each NOT NULL after the name that the column had at first, and
#: earlier versions none. A database that was restored has other names, too.
_NOT_NULL = re.compile(r" CONSTRAINT \w+_not_null NOT NULL")
#: Statements that get one line each. Tables, types and functions keep their lines.
_SHORT = re.compile(r"^(?:ALTER|CREATE SEQUENCE)[^;]*;$", re.M)


def schema_of(address: str) -> str:
    """The statements that make the tables of a database, without owners and rights."""
    done = subprocess.run(
        [
            programs.folder(programs.NEWEST) / "pg_dump",
            *("--schema-only", "--no-owner", "--no-privileges", address),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return normalised(done.stdout)


def normalised(dumped: str) -> str:
    """What every version of pg_dump writes alike about equal tables."""
    text = _NOT_NULL.sub(" NOT NULL", _AROUND.sub("", dumped))
    text = _SHORT.sub(lambda found: " ".join(found[0].split()), text)
    return re.sub(r"\n\n+", "\n", text).strip() + "\n"
