"""Files as accidents make them: bytes changed, cut, doubled, moved, texts exchanged.

Files of every kind that is read, from samples and from files made here, so that a fault
of a reader shows as an error in place of one sentence.
"""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.feeds.reading.workbooks import KINDS

#: Bytes that people, programs and attackers put into files.
_SPLINTERS = (
    *(b"\0", b"\xff", b"\x80", b'"', b"'", b"<", b">", b"&", b"]]>", b"&#0;", b"\r"),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b' encoding="klingon"', b' encoding="utf-16"', b"<!DOCTYPE a>", b"<?xml?>"),
    *(b"-1", b"99999999999999999999", b"1e999", b"nan", b"31/02/2010", b"=1+1"),
    *(b'r="ZZZ99999999"', b't="s"', b"table:number-rows-repeated='99999999'"),
)


def seeds(samples: Path) -> dict[str, bytes]:
    """The sample files by name, and those of kinds that there is no sample of."""
    found = {
        path.name: path.read_bytes()
        for path in sorted(samples.rglob("*"))
        if path.is_file() and path.stat().st_size < 200_000
    }
    table = found["enrolment_education.csv"]
    found["utf16.csv"] = table.decode("utf-8-sig").encode("utf-16")
    found["tables.zip"] = _archive(
        {name: found[name] for name in ("pupilonroll.csv", "addressesonroll.csv")}
    )
    lines = [line.split(",") for line in table.decode("utf-8-sig").splitlines()]
    for name, written in KINDS.items():
        found[f"of-{name}"] = written({"Learners": lines, "Notes": [["x"]]})
    return found


def _archive(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with one to four accidents; of archives often within a member."""
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.6:
        return _within(content, chance)
    return _accidents(content, chance)


def _within(content: bytes, chance: random.Random) -> bytes:
    """An archive that is whole, one of whose members is not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {each.filename: archive.read(each) for each in archive.infolist()}
    name = chance.choice(sorted(members))
    members[name] = _accidents(members[name], chance)
    return _archive(members)


def _accidents(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(_ACCIDENTS)(content, chance)
    return content


def _place(content: bytes, chance: random.Random) -> int:
    # The beginning decides the kind of a file, so it is hit more often.
    near = min(len(content), 200) if chance.random() < 0.4 else len(content)
    return chance.randrange(near + 1)


def _change(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + chance.choice(_SPLINTERS) + content[at:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    at, other = sorted((_place(content, chance), _place(content, chance)))
    return content[:at] + content[other:]


def _end_early(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)]


def _double(content: bytes, chance: random.Random) -> bytes:
    at, other = sorted((_place(content, chance), _place(content, chance)))
    return content[:other] + content[at:other][:5_000] + content[other:]


def _encode(content: bytes, chance: random.Random) -> bytes:
    """Another encoding named in the declaration of an XML file."""
    known = chance.choice(
        (b"klingon", b"utf-16", b"UTF-7", b"latin-1", b"ucs-4", b"ebcdic", b"idna", b"")
    )
    for given in (b"utf-8", b"UTF-8"):
        if given in content[:200]:
            return content.replace(given, known, 1)
    return b'<?xml version="1.0" encoding="' + known + b'"?>' + content


def _exchange(content: bytes, chance: random.Random) -> bytes:
    pieces = content.split(chance.choice((b",", b"\n", b">", b"<", b'"')))
    if len(pieces) < 3:
        return content
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[at], pieces[other] = pieces[other], pieces[at]
    return b",".join(pieces) if b"<" not in content[:50] else b"<".join(pieces)


_ACCIDENTS = (_change, _change, _insert, _cut, _end_early, _double, _encode, _exchange)


def mutations(samples: Path, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many mutated files, named as the files they were."""
    chance = random.Random(seed)
    whole = seeds(samples)
    names = sorted(whole)
    for _ in range(number):
        name = chance.choice(names)
        yield name, mutated(whole[name], chance)
