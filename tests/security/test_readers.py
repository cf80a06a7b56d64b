"""Whatever may parse a file is named here: what a stranger wrote is read confined only.

A module that begins to parse anything fails these tests until it has its line in
``readers.csv``, with the reason why that is no file of a stranger, or runs in a
confined process (decision 0152).
"""

import ast
import csv
from collections.abc import Iterable, Iterator

import pytest

from tests.repository.folders import ROOT, syntax

#: Whose import is enough: libraries that take a file or its bytes apart.
PARSERS = frozenset(
    {"PIL", "bs4", "brotli", "bz2", "configparser", "docx", "duckdb", "email", "fitz"}
    | {"gzip", "html", "html5lib", "imghdr", "lxml", "lzma", "mailbox", "msgpack"}
    | {"odf", "olefile", "openpyxl", "pandas", "pdfplumber", "pickle", "plistlib"}
    | {"polars", "py7zr", "pyarrow", "pyexpat", "pypdf", "python_calamine", "pyxlsb"}
    | {"rarfile", "shelve", "tarfile", "xlrd", "xml", "yaml", "zipfile", "zlib"}
    | {"defusedxml", "ijson", "marshal", "pyogrio", "fastavro", "openpyxl", "zstandard"}
)
#: Libraries that write as often as they read: what counts is a call that reads.
READS = {
    "csv": {"reader", "DictReader"},
    "json": {"load", "loads", "JSONDecoder"},
    "orjson": {"loads", "Fragment"},
    "tomllib": {"load", "loads"},
}
#: Writing one escaped text into a page is no parsing.
NO_PARSER = {"html": {"escape", "unescape"}}


def parsers_of(nodes: Iterable[ast.AST]) -> set[str]:
    """The libraries by which a module may parse something."""
    found: set[str] = set()
    for node in nodes:
        names = list(_imported(node))
        for module, name in names:
            library = module.partition(".")[0]
            if library in PARSERS and name not in NO_PARSER.get(module, ()):
                found.add(library)
            if name in READS.get(library, ()):
                found.add(library)
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr in READS.get(node.value.id, ())
        ):
            found.add(node.value.id)
    return found


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((each.name, "") for each in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield from ((node.module, each.name) for each in node.names)
    elif (
        isinstance(node, ast.Call)
        and _last_name(node.func) in {"__import__", "import_module"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ):
        yield str(node.args[0].value), ""


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import csv\ncsv.writer(out)", set()),
        ("import csv\nrows = csv.reader(lines)", {"csv"}),
        ("from csv import DictReader", {"csv"}),
        ("def f():\n    from lxml import etree", {"lxml"}),
        ("import xml.etree.ElementTree as tree", {"xml"}),
        ("from html import escape", set()),
        ("from html.parser import HTMLParser", {"html"}),
        ("import pandas as pd", {"pandas"}),
        ("json.loads(body)", {"json"}),
        ("json.dumps(body)", set()),
        ("importlib.import_module('openpyxl')", {"openpyxl"}),
    ],
)
def test_a_parser_is_seen(source: str, found: set[str]) -> None:
    assert parsers_of(ast.walk(ast.parse(source))) == found


def modules() -> Iterator[tuple[str, list[ast.AST]]]:
    for folder in ("tracker", "reports"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if "/migrations/versions/" not in where:
                yield where, syntax(path)


def test_every_module_that_may_parse_has_its_reason() -> None:
    with (ROOT / "tests/security/readers.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(row["why"].strip() for row in rows)
    declared = {row["module"]: set(row["reads by"].split()) for row in rows}
    assert len(declared) == len(rows)
    found = {where: parsers_of(nodes) for where, nodes in modules()}
    assert {where: each for where, each in found.items() if each} == declared


# --- Who calls what reads a file ------------------------------------------------------

#: What reads a stranger's file in the process that calls it, by the end of its name.
READERS = (
    *("registry.recognise", "registry.reason_not_read", "seen_headings.seen"),
    *("seen_headings.recognised", "seen_headings.part_of", "tables.open_tables"),
    *("tables.first_rows", "tables.first_headings", "sources.stored", "sources.only"),
    *("short_lists.named", "short_lists.pasted", "spreadsheets.sheets"),
    *("workbooks.sheets", "text_tables.rows", "xml_records.elements"),
    *("xml_records.openings", "archives.measured", "returns.check.check"),
    *("nccis_xml.Reading", "published.loaded.read", "feed.read"),
)
_LAST_NAMES = {each.rpartition(".")[2] for each in READERS}
#: The folders that are read in, and the readers of what this program wrote itself.
CONFINED = ("tracker/feeds/", "tracker/returns/", "tracker/reporting/published/")
OWN_FILES = {
    "tracker/actions/law/subject_copy/returned_words.py": "a return that it has kept",
    "tracker/actions/nccis_return/prepare.py": "a return that it has just written",
}


def readers_of(nodes: Iterable[ast.AST]) -> set[str]:
    """The functions by which a module reads a file in its own process."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            called = [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Attribute) and node.attr in _LAST_NAMES:
            called = [ast.unparse(node)]
            if node.attr == "read" and "FEEDS[" in called[0]:
                called.append("feed.read")
        else:
            continue
        found |= {
            reader
            for reader in READERS
            for name in called
            if f".{name}".endswith(f".{reader}")
        }
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("feeds.registry.recognise(path)", {"registry.recognise"}),
        ("feeds.confined.recognise(path)", set()),
        ("from tracker.returns.check import check", {"returns.check.check"}),
        ("from tracker.returns.check import judge", set()),
        ("FEEDS[name].read([path])", {"feed.read"}),
        ("reading = each.feed.read(paths)", {"feed.read"}),
        ("reporting.published.loaded.read(n, b)", {"published.loaded.read"}),
    ],
)
def test_a_reader_is_seen(source: str, found: set[str]) -> None:
    assert readers_of(ast.walk(ast.parse(source))) == found


def test_only_confined_readings_read_what_a_stranger_wrote() -> None:
    found = {
        where
        for where, nodes in modules()
        if not where.startswith(CONFINED) and readers_of(nodes)
    }
    assert found == set(OWN_FILES)
