"""What may be released, and what a release says where it may not."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from tests.release import releasing
from tests.release.releasing import NotReleased

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A thing.

## [1.1.0] - 2026-11-01

- Old.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of one commit that may be released as 1.2.0."""
    place = tmp_path / "repository"
    (place / "tracker").mkdir(parents=True)
    (place / "tracker" / "version.py").write_text('"""It."""\n\nVERSION = "1.2.0"\n')
    (place / "CHANGELOG.md").write_text(CHANGELOG)
    git(place, "init", "-q")
    commit(place)
    return place


def git(place: Path, *words: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *words], cwd=place, check=True)


def commit(place: Path) -> None:
    git(place, "add", "-A")
    git(place, "commit", "-qm", "It", "--date=2026-12-01T00:00:00Z")


def test_what_is_committed_is_released_with_its_section(folder: Path) -> None:
    source = releasing.checked("1.2.0", folder)
    assert source.notes == "### Added\n\n- A thing.\n"
    assert source.epoch > 1_700_000_000


def test_a_file_that_is_not_committed_is_named(folder: Path) -> None:
    (folder / "CHANGELOG.md").write_text(CHANGELOG + "more")
    with pytest.raises(NotReleased, match=r"^CHANGELOG\.md is not committed"):
        releasing.checked("1.2.0", folder)


@pytest.mark.parametrize("version", ["1.3.0", "", "v1.2.0"])
def test_another_version_is_refused(folder: Path, version: str) -> None:
    with pytest.raises(NotReleased, match=r"is 1\.2\.0, and not"):
        releasing.checked(version, folder)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CHANGELOG.replace("1.2.0", "1.2.1"), "no section about 1.2.0"),
        (CHANGELOG.replace("### Added\n\n- A thing.\n", ""), "no section about 1.2.0"),
        (
            CHANGELOG.replace("[Unreleased]\n", "[Unreleased]\n\n- Later.\n"),
            "has changes below Unreleased",
        ),
    ],
)
def test_a_changelog_that_does_not_fit_is_refused(
    folder: Path, text: str, reason: str
) -> None:
    (folder / "CHANGELOG.md").write_text(text)
    commit(folder)
    with pytest.raises(NotReleased, match=reason):
        releasing.checked("1.2.0", folder)


def test_each_file_has_its_sum(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("two")
    (tmp_path / "a").write_text("one")
    releasing.write_sums(tmp_path)
    releasing.write_sums(tmp_path)
    first, second = (tmp_path / releasing.SUMS).read_text().splitlines()
    assert first == f"{hashlib.sha256(b'one').hexdigest()}  a"
    assert second.endswith("  b")
    words = ["sha256sum", "--check", "--strict", "--quiet", releasing.SUMS]
    assert subprocess.run(words, cwd=tmp_path, check=False).returncode == 0


def test_a_machine_without_an_engine_releases_no_image(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = releasing.checked("1.2.0", folder)
    monkeypatch.setenv("PATH", str(tmp_path))
    heard: list[str] = []
    assert releasing.image(source, tmp_path, heard.append) is None
    assert "so the release has no image" in heard[0]


@pytest.mark.parametrize("base", ["", "3.13@sha256:1"])
def test_an_engine_builds_the_image_by_its_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    engine = tmp_path / "bin" / "podman"
    engine.parent.mkdir()
    engine.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/words\n')
    engine.chmod(0o755)
    source = releasing.checked("1.2.0", folder)
    monkeypatch.setenv("PATH", str(engine.parent))
    monkeypatch.setenv("BASE", base)
    made = releasing.image(source, tmp_path, lambda line: None)
    built, saved = (tmp_path / "words").read_text().splitlines()
    assert built == (
        "build --file deploy/container/Containerfile --build-arg "
        f"SOURCE_DATE_EPOCH={source.epoch}{' --build-arg PYTHON=' * bool(base)}{base} "
        "--tag tracker:1.2.0 ."
    )
    assert saved == f"save --output {made} tracker:1.2.0"


def test_a_folder_with_something_in_it_is_left_alone(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "old").touch()
    source = releasing.checked("1.2.0", folder)
    with pytest.raises(NotReleased, match="holds something already"):
        releasing.release(source, tmp_path / "target", tmp_path / "work", print)
