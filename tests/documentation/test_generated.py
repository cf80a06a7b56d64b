"""Each page that is made from the program has all of what the program declares."""

import ast
import re
import tomllib
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from docs._ext import feed_pages, figure_pages, generated, module_pages
from tests.conftest import ROOT
from tests.documentation.conftest import Built
from tracker import store
from tracker.access import ROLES, Permission
from tracker.domain.environment import NAMED
from tracker.domain.figures.breakdowns import BREAKDOWNS
from tracker.domain.figures.measures import MEASURES
from tracker.domain.law import data_dictionary
from tracker.domain.settings import SETTINGS
from tracker.extensions import db
from tracker.feeds import stored_columns
from tracker.feeds.registry import FEEDS
from tracker.packing import training
from tracker.reporting.reports.report import By, guarantee_by
from tracker.returns.rules.years import RULESETS


def words(text: str) -> str:
    return " ".join(text.split())


def headings(built: Built, page: str) -> list[str]:
    """The headings of a page below its title, without the sign of the link to each."""
    return [
        words(each.text_content()).removesuffix("#")
        for each in built.page(page).xpath("//article//h2 | //article//h3")
    ]


# --- Commands ------------------------------------------------------------------------


def commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    for name, each in group.commands.items():
        if each.hidden:
            continue
        yield f"{before} {name}", each
        if isinstance(each, click.Group):
            yield from commands(each, f"{before} {name}")


def test_every_command_is_there_with_its_help_arguments_and_options(
    built: Built, app: Flask
) -> None:
    every = dict(commands(app.cli, "flask"))
    assert len(every) > 140
    assert sorted(headings(built, "reference/commands")) == sorted(every)
    page = built.page("reference/commands")
    for typed, command in every.items():
        (section,) = page.xpath(f"//section[@id='{typed.replace(' ', '-')}']")
        text = words(section.text_content())
        for paragraph in re.split(r"\n\s*\n", command.help or ""):
            assert words(paragraph) in text, typed
        if isinstance(command, click.Group):
            continue
        rows = built.rows("reference/commands", typed.replace(" ", "-"))
        shown = " ".join(first for first, _ in rows)
        for each in command.params:
            if isinstance(each, click.Option) and not each.hidden:
                for name in (*each.opts, *each.secondary_opts):
                    assert name in shown, f"{typed} {name}"
        arguments = [e for e in command.params if isinstance(e, click.Argument)]
        options = [
            e for e in command.params if isinstance(e, click.Option) and not e.hidden
        ]
        # Each has --help besides.
        assert len(rows) == len(arguments) + len(options) + 1, typed


# --- Settings ------------------------------------------------------------------------


def test_every_setting_of_the_installation_is_there(built: Built) -> None:
    rows = built.rows("reference/settings")
    assert [name for name, _, _ in rows] == [each.name for each in NAMED]
    assert all(meaning for _, meaning, _ in rows)
    assert {name for name, _, kept in rows if kept == "yes"} == training.KEPT


#: Written by the server for the processes that it starts.
_OF_THE_SERVER = {"TRACKER_READY_AT"}
_READ = re.compile(r'"(TRACKER_[A-Z_]+[A-Z]|SECRET_KEY|DATABASE_[A-Z_]*URL)"')


def test_every_setting_that_the_program_reads_is_declared() -> None:
    read = {
        name
        for path in (ROOT / "tracker").rglob("*.py")
        for name in _READ.findall(path.read_text("utf-8"))
    }
    assert len(read) > 30
    declared = {each.name for each in NAMED}
    files = {f"{name}_FILE" for name in declared}
    others = tuple(each[:-1] for each in declared if each.endswith("…"))
    unknown = {each for each in read - declared - files if not each.startswith(others)}
    assert unknown == _OF_THE_SERVER
    # And none is declared that the program no longer reads. Marks are read by words.
    source = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "tracker").rglob("*.py")
    )
    lost = [each for each in declared if each.rstrip("…") not in source]
    assert lost == []


def test_every_setting_of_the_authority_is_there(built: Built) -> None:
    page = "reference/authority-settings"
    assert headings(built, page) == [each.title for each in SETTINGS]
    text = words(built.page(page).text_content())
    for each in SETTINGS:
        assert words(each.description) in text
        assert words(each.describe(each.default)) in text


# --- Roles ---------------------------------------------------------------------------


def test_every_permission_has_its_meaning_and_its_roles(built: Built) -> None:
    rows = built.rows("reference/permissions", "permissions")
    assert [(name, means, roles.split(", ")) for name, means, roles in rows] == [
        (
            each.value,
            each.means,
            [role.title for role in ROLES.values() if each in role.permissions],
        )
        for each in Permission
    ]


def test_every_role_has_its_description_and_its_permissions(built: Built) -> None:
    page = built.page("reference/permissions")
    for role in ROLES.values():
        (section,) = page.xpath(f"//section[@id='{role.value}']")
        assert role.description in words(section.text_content())
        listed = [words(each.text_content()) for each in section.xpath(".//li")]
        assert listed == [each for each in Permission if each in role.permissions]


# --- Feeds ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", FEEDS)
def test_every_column_of_a_feed_has_its_headings(built: Built, name: str) -> None:
    feed = FEEDS[name]
    (heading,) = built.page("reference/feeds").xpath(
        f"//article//section[h2[starts-with(normalize-space(), '{feed.title}')]]/@id"
    )
    facts, columns = [], []
    for row in built.rows("reference/feeds", heading):
        (facts if len(row) == 2 else columns).append(row)
    shown = dict(facts)
    assert shown["Name for commands"] == name
    assert shown["Sender"] == words(feed.sender)
    assert shown["What a missing person means"] == words(feed.silence)
    assert [
        (title, bool(needed), aliases) for title, needed, _, aliases in columns
    ] == [
        (
            words(each.title),
            each.required or any(each.name in group for group in feed.signature.needs),
            ", ".join(map(words, each.aliases)),
        )
        for each in feed.columns
    ]
    for row, column in zip(columns, feed.columns, strict=True):
        for choice in column.choices:
            assert choice in row[2]


def test_a_column_is_needed_only_where_a_file_without_it_is_refused() -> None:
    """A list without postcodes is read; one without any name is not."""
    feed = FEEDS["provider-enrolment"]
    shown = {each.title: feed_pages.needed(each, feed) for each in feed.columns}
    assert shown["Postcode"] == shown["Forename"] == "wanted"
    assert shown["StartDate"] == "one of StartDate, EndDate"
    assert shown["DOB"] == shown["ULN"] == "one of DOB, ULN, UPN"
    assert shown["Sex"] == ""
    contacts = FEEDS["earlier-contacts"]
    (made_on,) = (each for each in contacts.columns if each.name == "made_on")
    assert feed_pages.needed(made_on, contacts) == "yes"


# --- The return, figures and reports ------------------------------------------------


def test_every_rule_of_every_year_is_there(built: Built) -> None:
    page = built.page("reference/rules")
    for year in RULESETS.values():
        (section,) = page.xpath(
            f"//article//section[h2[starts-with(normalize-space(), '{year.year}')]]/@id"
        )
        rows = built.rows("reference/rules", section)
        assert [(number, sentence, fields) for number, sentence, _, fields in rows] == [
            (each.number, words(each.sentence), ", ".join(each.fields))
            for each in year.rules
        ]


def test_every_measure_and_every_breakdown_is_there(built: Built) -> None:
    assert built.rows("reference/figures", "measures") == [
        [each.title, each.name, figure_pages.drawn_in(each.name).strip("`")]
        for each in MEASURES
    ]
    assert built.rows("reference/figures", "breakdowns") == [
        [each.title, each.name, figure_pages.stands_in(each.name).replace("`", "")]
        for each in BREAKDOWNS
    ]


def parts(cells: Iterator[str]) -> list[str]:
    """The parts of reports that a page names, with a breakdown where it has none."""
    found = ", ".join(filter(None, cells)).split("`, `")
    return [each.replace("`", "").replace("…", '"sex"') for each in found]


def test_a_report_takes_what_the_page_marks_and_nothing_else() -> None:
    def takes(call: str) -> bool:
        try:
            eval(call, {"By": By, "guarantee_by": guarantee_by})
        except ValueError:
            return False
        return True

    marked = [
        *parts(figure_pages.drawn_in(each.name) for each in MEASURES),
        *parts(figure_pages.stands_in(each.name) for each in BREAKDOWNS),
    ]
    assert len(marked) > 15
    assert [each for each in marked if not takes(each)] == []
    for each in MEASURES:
        if not figure_pages.drawn_in(each.name):
            assert not takes(f'By("sex", measures=("{each.name}",))'), each.name
    for each in BREAKDOWNS:
        for part in ("By", "guarantee_by"):
            call = f'{part}("{each.name}")'
            assert takes(call) is (call in marked), call


def test_every_report_is_there(built: Built) -> None:
    shown = headings(built, "reference/reports")
    text = words(built.page("reference/reports").text_content())
    assert "figures beside DfE's for here, England" in text.replace("’", "'")
    files = list((ROOT / "reports").glob("[!_]*.py"))
    assert len(shown) == len(files) > 5
    for file in files:
        assert f"File: {file.stem.replace('_', '-')}." in text
        declared = {
            keyword.arg: ast.literal_eval(keyword.value)
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Report"
            for keyword in node.keywords
            if isinstance(keyword.value, ast.Constant)
        }
        assert declared["title"] in shown
        assert words(str(declared["purpose"])) in text


# --- Data ----------------------------------------------------------------------------


def test_every_column_of_personal_data_is_there(built: Built) -> None:
    lines = [*data_dictionary.lines(), *stored_columns.lines()]
    assert len(lines) > 400
    rows = built.rows("reference/dictionary")
    assert [(row[0], row[2]) for row in rows] == [
        (line.column.rpartition(".")[2], line.handling.name) for line in lines
    ]


def test_every_table_is_there_with_its_columns(built: Built) -> None:
    assert store.tables.HEAD  # every table is known from here on
    page = built.page("reference/schema")
    for table in db.metadata.tables.values():
        (section,) = page.xpath(
            f"//article//section[h3[starts-with(normalize-space(), '{table.name}#')]]"
        )
        rows = [
            [words(cell.text_content()) for cell in row]
            for row in section.xpath("./div/table/tbody/tr | ./table/tbody/tr")
        ]
        assert [(row[0], row[2] == "yes") for row in rows] == [
            (each.name, bool(each.nullable)) for each in table.columns
        ]
        for key in table.foreign_keys:
            assert key.target_fullname in [row[3] for row in rows]
    pictured = set(
        map(words, page.xpath("//*[local-name()='text'][@class='title']/text()"))
    )
    assert pictured == set(db.metadata.tables)


def test_every_layer_and_folder_is_there(built: Built) -> None:
    text = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = re.findall(
        r"[\w.]+", " ".join(text["tool"]["importlinter"]["contracts"][0]["layers"])
    )
    page = built.page("reference/modules")
    titles = page.xpath("//*[local-name()='text'][@class='title']/text()")
    assert titles == layers
    shown = {row[0]: row[1] for row in built.rows("reference/modules")}
    for layer in layers:
        for name, about in module_pages.folders(layer):
            assert name in shown
            assert about in [row[1] for row in built.rows("reference/modules")]


def test_every_mark_of_a_page_is_known_and_used() -> None:
    used = [
        name
        for path in (ROOT / "docs").rglob("*.md")
        for name in re.findall(
            r"^<!-- made: ([\w-]+) -->$", path.read_text("utf-8"), re.M
        )
    ]
    assert sorted(used) == sorted(generated.MADE)
