"""Makes the secrets of compose.yaml, each in a file below secrets/ beside this one.

python3 make_secrets.py    makes those that are missing, and changes none

Only the account that runs it can enter the folder. The files themselves can be read by
every account, because a container's own accounts read them: an engine mounts each file
by itself, into the containers that name it.
"""

import os
from pathlib import Path
from secrets import token_urlsafe

PLACE = Path(__file__).resolve().parent / "secrets"
#: The host and the database of compose.yaml.
AT = "database/tracker"
#: Each role: the file of its password, and that of its address.
ROLES = {
    "tracker_owner": ("owner_password", "database_owner_url"),
    "tracker": ("application_password", "database_url"),
    "tracker_institution": ("institution_password", "database_institution_url"),
}


def main(place: Path = PLACE) -> list[str]:
    """Makes the missing secrets in a folder, and returns the names of those made."""
    place.mkdir(mode=0o700, exist_ok=True)
    place.chmod(0o700)
    made = [
        name
        for name in ("administrator_password", "secret_key")
        if _kept(place / name, token_urlsafe(36))
    ]
    for role, (password, address) in ROLES.items():
        if _kept(place / password, token_urlsafe(36)):
            made.append(password)
        known = (place / password).read_text("ascii")
        if _kept(place / address, f"postgresql://{role}:{known}@{AT}"):
            made.append(address)
    return made


def _kept(path: Path, secret: str) -> bool:
    """Writes a secret, unless its file is there; whether it did."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return False
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secret)
    path.chmod(0o444)
    return True


if __name__ == "__main__":
    found = main()
    print(
        f"Made in {PLACE}: {', '.join(found)}." if found else "Every secret is there."
    )
