"""The passwords of the embedded server, each in a file that only we can read.

Every PostgreSQL program can read these files by itself. No address, argument or
environment therefore holds a password.

See decision 0090.
"""

import os
import secrets
from pathlib import Path

#: The cluster's owner, a superuser: for backups, and for making the other roles.
OWNER = "postgres"
#: The owner of the tables, for upgrades; the application's own role; and that of the
#: users of schools and colleges.
TABLES, APPLICATION, INSTITUTION = "tracker_owner", "tracker", "tracker_institution"
ROLES = (OWNER, TABLES, APPLICATION, INSTITUTION)

_BYTES = 32


def file(access: Path, role: str) -> Path:
    """The file with the password of a role."""
    return access / f"{role}.pgpass"


def are_there(access: Path) -> bool:
    """Whether every role has a password file; makes each file readable by us only."""
    for role in ROLES:
        path = file(access, role)
        if not path.is_file():
            return False
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    return True


def renew(access: Path) -> dict[str, str]:
    """Makes a new password for each role, stores them, and returns them by role."""
    made = {role: secrets.token_urlsafe(_BYTES) for role in ROLES}
    for role, password in made.items():
        path = file(access, role)
        aside = path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as out:
            out.write(f"*:*:*:{role}:{password}\n")
        aside.replace(path)
    return made
