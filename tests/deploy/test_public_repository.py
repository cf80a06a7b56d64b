"""The public repository: its workflows, forms and hooks are sound, and are complete."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

HERE = ROOT / ".github"
WORKFLOWS = sorted((HERE / "workflows").glob("*.yml"))
CONFIG = HERE / "ISSUE_TEMPLATE" / "config.yml"
FORMS = sorted(set(CONFIG.parent.glob("*.yml")) - {CONFIG})
#: By which schema each file is read.
SCHEMAS = [
    *((path, "vendor.github-workflows") for path in WORKFLOWS),
    *((path, "custom.github-workflows-require-timeout") for path in WORKFLOWS),
    *((path, "vendor.github-issue-forms") for path in FORMS),
    (CONFIG, "vendor.github-issue-config"),
    (HERE / "dependabot.yml", "vendor.dependabot"),
]
#: An action by its commit, and the version that this is.
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def program(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a program of the environment of the tests."""
    first = Path(sys.executable).with_name(str(words[0]))
    return subprocess.run(
        [first, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    ("path", "schema"), SCHEMAS, ids=[f"{p.stem} {s}" for p, s in SCHEMAS]
)
def test_a_file_is_what_github_reads(path: Path, schema: str) -> None:
    done = program("check-jsonschema", "--builtin-schema", schema, path)
    assert done.returncode == 0, done.stdout


def test_the_workflows_have_no_known_weakness() -> None:
    done = program("zizmor", "--offline", "--no-progress", "--quiet", HERE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_action_is_pinned_and_may_only_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = [line.strip().removeprefix("- ") for line in text.splitlines()]
    uses = [line for line in uses if line.startswith("uses:")]
    assert uses
    assert [line for line in uses if not PINNED.fullmatch(line)] == []
    assert read(path)["permissions"] == {"contents": "read"}
    wider = [
        job["permissions"]
        for job in read(path)["jobs"].values()
        if "permissions" in job
    ]
    expected = {"contents": "write", "packages": "write"}
    assert wider == ([expected] if path.stem == "release" else [])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_target_that_a_workflow_makes_is_there(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    made = [
        word
        for line in re.findall(r"\bmake ((?:[\w=.]+ ?)+)", _runs(path))
        for word in line.split()
        if "=" not in word
    ]
    lost = [each for each in made if not re.search(rf"^{each}:", makefile, re.M)]
    assert lost == []


def _runs(path: Path) -> str:
    """Everything that a workflow runs."""
    jobs = read(path)["jobs"].values()
    return "\n".join(step.get("run", "") for job in jobs for step in job["steps"])


def test_every_target_that_has_to_pass_is_run() -> None:
    every = " ".join(map(_runs, WORKFLOWS))
    for target in ("test", "long", "properties", "weaknesses", "release"):
        assert re.search(rf"make [^\n]*\b{target}\b", every), target
    assert "pip-audit" in every
    assert "docker build --file deploy/container/Containerfile" in every


def test_each_python_processor_and_server_is_tested() -> None:
    jobs = read(HERE / "workflows" / "ci.yml")["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    with (ROOT / "pyproject.toml").open("rb") as file:
        oldest = tomllib.load(file)["project"]["requires-python"].removeprefix(">=")
    assert matrix["python"] == [oldest, "3.12", "3.13", "3.14"]
    assert matrix["machine"] == ["ubuntu-24.04", "ubuntu-24.04-arm"]
    servers = jobs["postgresql"]
    assert servers["strategy"]["matrix"]["version"] == ["15", "16", "17", "18"]
    operations = ROOT / "docs" / "operations" / "database.md"
    assert "PostgreSQL 15 or newer" in operations.read_text(encoding="utf-8")
    assert "TRACKER_TEST_POSTGRES" in servers["env"]


@pytest.mark.parametrize(
    "path",
    [each for each in FORMS if each.stem != "config"],
    ids=lambda path: path.stem,
)
def test_a_form_warns_of_personal_data_and_has_it_confirmed(path: Path) -> None:
    first, *_, last = read(path)["body"]
    assert first["type"] == "markdown"
    assert "**No personal data.**" in first["attributes"]["value"]
    assert last["attributes"]["options"][0]["required"] is True


def test_no_report_goes_past_the_forms() -> None:
    assert read(CONFIG)["blank_issues_enabled"] is False


def test_every_list_of_packages_gets_suggestions() -> None:
    updates = read(HERE / "dependabot.yml")["updates"]
    found = {each["package-ecosystem"] for each in updates}
    assert found == {"pip", "npm", "github-actions", "docker"}
    for each in updates:
        for folder in each.get("directories", [each.get("directory")]):
            assert (ROOT / folder.strip("/")).is_dir()


def test_the_hooks_are_what_make_lint_types_runs() -> None:
    done = program("pre-commit", "validate-config")
    assert done.returncode == 0, done.stdout + done.stderr
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    hooks = [each["entry"] for each in repository["hooks"]]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = re.findall(r"^(?:lint|types):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert len(recipes) == 2
    lines = "".join(recipes).replace("$(BIN)", ".venv/bin").splitlines()
    assert hooks == [line.strip() for line in lines]
