"""Where faults are made, and how many in which part of the program."""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.mutants import changed_code
from tests.mutants.changed_code import Mutant, Where, places


@dataclass(frozen=True, slots=True)
class Room:
    """A folder of the program; of some only the functions that get a scope."""

    folder: str
    scopes_only: bool = False

    def holds(self, module: Path) -> bool:
        return module.is_relative_to(self.folder) and "migrations" not in module.parts

    def __str__(self) -> str:
        name = self.folder.removeprefix("tracker/")
        return f"scopes of {name}" if self.scopes_only else name


#: The meaning, the rules, the matching and the scopes: here a share of the faults has
#: to be noticed.
BOUND = (
    Room("tracker/domain"),
    Room("tracker/returns/rules"),
    Room("tracker/linkage"),
    Room("tracker/store", scopes_only=True),
)
#: What the pages and the changes of data leave unnoticed is listed to be read.
READ = (Room("tracker/web"), Room("tracker/actions"))
ROOMS = (*BOUND, *READ)
#: Each part gets the same number of faults. By the number of their places, those that
#: have to be noticed would get a third, and their share would be a matter of luck.
PARTS = (BOUND, READ)


def room_of(module: Path) -> Room:
    return next(room for room in ROOMS if room.holds(module))


def draw(
    root: Path,
    kept_in: Path,
    *,
    rooms: Sequence[Room] = ROOMS,
    only: str = "",
    size: int,
    seeds: Sequence[int],
    processes: int = 1,
) -> list[Mutant]:
    """So many mutants for each seed, in order of place, each fault once.

    Half of each seed's are in each of the two parts, where both have places.
    ``only`` is a part of the modules' paths.
    """
    wanted = [
        [room for room in part if room in rooms and _modules(root, room, only)]
        for part in PARTS
    ]
    parts = [part for part in wanted if part]
    found: dict[tuple[Where, str], Mutant] = {}
    for number, part in enumerate(parts):
        ways = _ways(root, kept_in, part, only, processes)
        share = size // len(parts) + (number < size % len(parts))
        chosen = {each for seed in seeds for each in _chosen(ways, share, seed)}
        found |= {mutant.key: mutant for mutant in _made(root, sorted(chosen))}
    return list(found.values())


#: A place by its module and its number there, and a change by its number.
_Chosen = tuple[Path, int, int]


def _chosen(ways: Mapping[Path, Sequence[int]], size: int, seed: int) -> list[_Chosen]:
    """So many places, each with one change of it, as the seed draws them."""
    every = [(module, place) for module, of in ways.items() for place in range(len(of))]
    drawing = random.Random(seed)
    chosen = drawing.sample(every, min(size, len(every)))
    return [(*each, drawing.randrange(ways[each[0]][each[1]])) for each in chosen]


def _made(root: Path, chosen: Iterable[_Chosen]) -> list[Mutant]:
    by_module: dict[Path, list[tuple[int, int]]] = defaultdict(list)
    for module, place, way in chosen:
        by_module[module].append((place, way))
    return [
        found[place].changed(way)
        for module, wanted in by_module.items()
        if (found := _places(root, module))
        for place, way in wanted
    ]


def _places(root: Path, module: Path) -> list[changed_code.Place]:
    return places(root, module, scopes_only=room_of(module).scopes_only)


def _modules(root: Path, room: Room, only: str) -> list[Path]:
    return [
        module
        for path in sorted((root / room.folder).rglob("*.py"))
        if room.holds(module := path.relative_to(root)) and only in str(module)
    ]


def _ways(
    root: Path, kept_in: Path, rooms: Iterable[Room], only: str, processes: int
) -> dict[Path, list[int]]:
    """For each module its places, as the number of changes that each has.

    To find them takes some minutes for the whole program, so the numbers are kept, by
    the code of the module and of what finds them.
    """
    file = kept_in / "places.json"
    known: dict[str, list[int]] = {}
    if file.exists():
        known = json.loads(file.read_text("utf-8"))
    modules = [module for room in rooms for module in _modules(root, room, only)]
    digests = {module: _digest(root, module) for module in modules}
    new = [module for module in modules if digests[module] not in known]
    if new:
        print(f"Which places {len(new)} modules have ...", flush=True)
        with ProcessPoolExecutor(processes) as pool:
            counted = pool.map(partial(_count, root), new, chunksize=4)
            for module, numbers in zip(new, counted, strict=True):
                known[digests[module]] = numbers
        kept_in.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known), "utf-8")
    return {module: known[digests[module]] for module in modules}


def _count(root: Path, module: Path) -> list[int]:
    return [place.ways for place in _places(root, module)]


def _digest(root: Path, module: Path) -> str:
    parts = (root / module, Path(changed_code.__file__))
    whole = b"".join(path.read_bytes() for path in parts) + str(module).encode()
    return hashlib.sha256(whole).hexdigest()[:16]


def drawn_before(
    root: Path, faults: Iterable[tuple[Where, str]]
) -> tuple[list[Mutant], list[tuple[Where, str]]]:
    """Faults of another tree as mutants of this one, and those whose code is gone."""
    found, gone = [], []
    by_module: dict[Path, list[tuple[Where, str]]] = defaultdict(list)
    for fault in faults:
        by_module[fault[0].module].append(fault)
    for module, wanted in by_module.items():
        there = (root / module).is_file()
        by_where = {each.where: each for each in places(root, module)} if there else {}
        for where, after in wanted:
            place = by_where.get(where)
            mutant = place.with_change(after) if place is not None else None
            if mutant is None:
                gone.append((where, after))
            else:
                found.append(mutant)
    return found, gone
