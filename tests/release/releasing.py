"""A release: what is built from a commit, and the same again by anybody.

Everything comes from what is committed, and its times are those of the commit, so that
two builds of one version are equal to the byte.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUMS, NOTES = "SHA256SUMS", "notes.md"
_ENGINES = ("podman", "docker")
_HEADING = re.compile(r"^## \[(.*?)\](?: - \d{4}-\d\d-\d\d)?$", re.MULTILINE)
_VERSION = re.compile(r'^VERSION = "(.*)"$', re.MULTILINE)

Say = Callable[[str], object]


class NotReleased(Exception):
    """The release cannot be made; the text is the sentence with the reason."""


@dataclass(frozen=True)
class Source:
    """A commit that may be released: its folder, its version, its notes, its moment."""

    folder: Path
    version: str
    notes: str
    epoch: int


def checked(version: str, folder: Path = ROOT) -> Source:
    """What is committed, if it is that version and complete. Raises NotReleased."""
    left = _run("git", "status", "--porcelain", within=folder)
    if left:
        raise NotReleased(
            f"{left.splitlines()[0].split(maxsplit=1)[-1]} is not committed: a release "
            "is made of what is committed."
        )
    text = (folder / "tracker" / "version.py").read_text(encoding="utf-8")
    found = _VERSION.search(text)
    stated = found[1] if found else ""
    if stated != version:
        raise NotReleased(
            f"tracker/version.py is {stated}, and not {version or 'given'}: "
            f"make release VERSION={stated}, or change it first."
        )
    return Source(
        folder,
        version,
        notes(folder, version),
        int(_run("git", "log", "-1", "--format=%ct", within=folder)),
    )


def notes(folder: Path, version: str) -> str:
    """The section of the changelog about a version. Raises NotReleased."""
    text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = _HEADING.split(text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    if sections.get("Unreleased", "").strip():
        raise NotReleased(
            "CHANGELOG.md has changes below Unreleased: put them below the heading of "
            f"{version} with its day."
        )
    if not sections.get(version, "").strip():
        raise NotReleased(f"CHANGELOG.md has no section about {version}.")
    return sections[version].strip() + "\n"


def release(source: Source, target: Path, work: Path, say: Say) -> list[Path]:
    """Builds everything into an empty folder; what is there then, sums included.

    Raises NotReleased.
    """
    if target.is_dir() and any(target.iterdir()):
        raise NotReleased(f"{target} holds something already: move it away.")
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    say("Installing what builds, by its hashes.")
    tools = _environment(work / "tools", work, "deploy/build.txt", source.folder)
    say("The source, and the package from it.")
    sdist = build_source(source, target, work, tools)
    wheel = build_wheel(source, sdist, target, tools)
    say("The list of parts.")
    _list_parts(source, wheel, target, work, tools)
    image(source, target, say)
    (target / NOTES).write_text(source.notes, encoding="utf-8")
    write_sums(target)
    return sorted(target.iterdir())


def build_source(source: Source, target: Path, work: Path, tools: Path) -> Path:
    """The archive of the source, with the styles and scripts of its pages."""
    tree = work / "tree"
    tree.mkdir()
    packed = work / "tree.tar"
    _run("git", "archive", f"--output={packed}", "HEAD", within=source.folder)
    with tarfile.open(packed) as archive:
        archive.extractall(tree, filter="data")
    words = ("-m", "hatchling", "build", "--target", "sdist", "--directory", target)
    _run(tools / "python", *words, within=tree, epoch=source.epoch)
    (made,) = target.glob("tracker-*.tar.gz")
    return made


def build_wheel(source: Source, sdist: Path, target: Path, tools: Path) -> Path:
    """The package from the archive of the source, as anybody builds it."""
    words = ("wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation")
    _run(
        *(tools / "pip", *words, "--wheel-dir", target, sdist),
        within=target,
        epoch=source.epoch,
    )
    (made,) = target.glob("tracker-*.whl")
    return made


def _list_parts(
    source: Source, wheel: Path, target: Path, work: Path, tools: Path
) -> None:
    """Writes the parts of an installation in CycloneDX."""
    server = _environment(work / "server", work, "requirements.txt", source.folder)
    # By its name: pip would note the path of a file, which differs by machine.
    words = ("install", "-q", "--no-deps", "--no-index", "--find-links", wheel.parent)
    _run(server / "pip", *words, "tracker", within=work)
    _run(
        *(tools / "cyclonedx-py", "environment", "--output-reproducible"),
        *("--output-format", "JSON", "--output-file"),
        *(target / f"tracker-{source.version}.cdx.json", server / "python"),
        within=work,
        epoch=source.epoch,
    )


def image(source: Source, target: Path, say: Say) -> Path | None:
    """The image as an archive, where this machine has an engine. Raises NotReleased.

    BASE in the environment is the tag of its base with the digest.
    """
    engine = next(filter(None, map(shutil.which, _ENGINES)), None)
    if engine is None:
        say(
            "There is no podman and no docker on this machine, so the release has no "
            "image. The public workflow builds it from the same commit."
        )
        return None
    name = f"tracker:{source.version}"
    say(f"The image {name}.")
    base = os.environ.get("BASE")
    given = ("--build-arg", f"PYTHON={base}") if base else ()
    _run(
        *(engine, "build", "--file", "deploy/container/Containerfile"),
        *("--build-arg", f"SOURCE_DATE_EPOCH={source.epoch}", *given),
        *("--tag", name, "."),
        within=source.folder,
    )
    made = target / f"tracker-{source.version}-image.tar"
    _run(engine, "save", "--output", made, name, within=source.folder)
    return made


def write_sums(target: Path) -> None:
    """Writes the digest of each file, as ``sha256sum --check`` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(target.iterdir())
        if path.name != SUMS
    ]
    (target / SUMS).write_text("".join(lines), encoding="ascii")


def _environment(place: Path, work: Path, lock: str, folder: Path) -> Path:
    """The programs of a new environment that has what a lock names."""
    _run(sys.executable, "-m", "venv", place, within=work)
    words = ("install", "-q", "--require-hashes", "--only-binary", ":all:", "-r")
    _run(place / "bin" / "pip", *words, folder / lock, within=work)
    return place / "bin"


def _run(*words: str | Path, within: Path, epoch: int | None = None) -> str:
    """The output of a program. Raises NotReleased with its last line."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    moment = {} if epoch is None else {"SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run(
        list(map(str, words)),
        cwd=within,
        env={**own, **moment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason"]
        raise NotReleased(f"{Path(words[0]).name} ended without success: {lines[-1]}")
    return done.stdout.strip()


def main(words: Sequence[str]) -> int:
    """Makes the release that the words name; 2 where it is refused."""
    try:
        source = checked(words[0] if words else "")
        target = ROOT / "var" / "release" / source.version
        made = release(source, target, ROOT / "var" / "releasing", print)
    except NotReleased as reason:
        print(reason, file=sys.stderr)
        return 2
    for each in made:
        print(each.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
