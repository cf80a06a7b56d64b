"""Known weaknesses of the locked packages, by the feed of osv.dev.

python -m tests.security.weaknesses    ends with 1 if there are any, 2 without the feed
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.repository.test_requirements import LOCKS, locked, read

FEED = "https://api.osv.dev/v1/querybatch"
#: The most that the feed answers in one request.
AT_ONCE = 500
_PATIENCE = 60


class NoFeed(Exception):
    """The feed gave no answer that can be used; the text says why."""


@dataclass(frozen=True, order=True, slots=True)
class Package:
    """One version of a package, as it is locked."""

    ecosystem: str
    name: str
    version: str


def packages() -> list[Package]:
    """Every locked package, of Python and of the pages."""
    found = {
        Package("PyPI", each.name, spec.version)
        for lock in LOCKS
        for each in locked(read(f"{lock}.txt"))
        for spec in each.requirement.specifier
    }
    for path, entry in json.loads(read("package-lock.json"))["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            found.add(Package("npm", name, entry["version"]))
    return sorted(found)


def weaknesses(
    of: Sequence[Package], *, feed: str = FEED
) -> list[tuple[Package, list[str]]]:
    """The packages with known weaknesses, and the numbers of these. Raises NoFeed."""
    found = []
    for first in range(0, len(of), AT_ONCE):
        some = of[first : first + AT_ONCE]
        for package, answer in zip(some, _ask(some, feed), strict=True):
            numbers = sorted(each["id"] for each in answer.get("vulns", ()))
            if numbers:
                found.append((package, numbers))
    return found


def _ask(some: Sequence[Package], feed: str) -> list[dict[str, list[dict[str, str]]]]:
    queries = [
        {
            "package": {"ecosystem": each.ecosystem, "name": each.name},
            "version": each.version,
        }
        for each in some
    ]
    request = Request(
        feed,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:
            results = json.load(answer)["results"]
    except (URLError, OSError, ValueError, KeyError) as error:
        raise NoFeed(f"{feed} gives no answer ({error}).") from error
    if len(results) != len(some):
        raise NoFeed(f"{feed} answered for {len(results)} of {len(some)} packages.")
    return list(results)


def main(feed: str = FEED) -> int:
    """Prints what is found. 0 without weaknesses, 1 with, 2 without the feed."""
    of = packages()
    try:
        found = weaknesses(of, feed=feed)
    except NoFeed as error:
        print(error, file=sys.stderr)
        return 2
    for package, numbers in found:
        print(f"{package.name} {package.version}: {', '.join(numbers)}")
    print(f"{len(of)} packages, {len(found)} with known weaknesses")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
