"""What the program never does, whatever a page or a file holds.

Each list below is an exception, and docs/security-rules.md has its reason: a new one is
seen here first.
"""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repository.folders import ROOT, syntax

PROGRAM = [*sorted((ROOT / "tracker").rglob("*.py")), ROOT / "wsgi.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SCRIPTS = sorted(
    each
    for each in (ROOT / "static").rglob("*.js")
    if "vendor" not in each.relative_to(ROOT).parts
)

#: Modules that open a connection to somewhere else.
CONNECTS = {
    "tracker/sign_on/line.py",
    "tracker/actions/accounts/audit/heads.py",
    "tracker/mail.py",
    "tracker/virus_scanner.py",
    "tracker/actions/doctor/checks/certificate.py",
}
#: Modules whose sockets lead to a process of ours on this machine, or from a client.
OWN_SOCKETS = {
    *("tracker/web/front/slow_clients.py", "tracker/cli/running/serve.py"),
    *("tracker/confinement/messages.py", "tracker/confinement/processes.py"),
    *("tracker/confinement/server.py", "tracker/store/database/embedded/server.py"),
}
#: Modules that encrypt, sign or hash secrets, and the library that does it.
CRYPTOGRAPHY = {
    "tracker/encryption.py": {"pyrage"},
    "tracker/ciphers/age_identities.py": {"pyrage"},
    "tracker/ciphers/quick_values.py": {"cryptography"},
    "tracker/ciphers/signed_files.py": {"cryptography"},
    "tracker/actions/accounts/passwords.py": {"argon2"},
    "tracker/actions/accounts/factors/passkeys.py": {"webauthn"},
    "tracker/actions/accounts/factors/authenticator_app.py": {"pyotp"},
    "tracker/sign_on/connection.py": {"authlib"},
    "tracker/sign_on/line.py": {"authlib"},
    "tracker/sign_on/tokens.py": {"joserfc"},
}
LIBRARIES = {
    *("pyrage", "argon2", "webauthn", "pyotp", "authlib", "joserfc", "cryptography"),
    *("nacl", "Crypto", "Cryptodome", "jwt", "rsa", "bcrypt"),
}
CONNECTING = {
    *("socket", "requests", "urllib.request", "http.client", "smtplib", "ftplib"),
    *("aiohttp", "httpx", "urllib3", "telnetlib", "imaplib", "poplib"),
}
#: Raw HTML of escaped parts, JSON without an end of its element, and a drawn picture.
RAW = {
    "components/table.html": 2,
    "management/parts.html": 1,
    "account/new_app.html": 1,
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as far as it is one."""
    parts: list[str] = []
    at = node.func
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    return ".".join([at.id if isinstance(at, ast.Name) else "", *reversed(parts)])


def given(node: ast.Call, keyword: str) -> ast.expr | None:
    return next((each.value for each in node.keywords if each.arg == keyword), None)


def is_set(value: ast.expr | None, to: bool) -> bool:
    """Whether an argument is this very constant."""
    return isinstance(value, ast.Constant) and value.value is to


def runs_text(node: ast.Call) -> bool:
    """Whether text could be run as code, as a command or as a pickled object."""
    of, shell = called(node), given(node, "shell")
    return (
        of in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
        or of in {"pickle.load", "pickle.loads", "tempfile.mktemp"}
        or of.startswith(("os.spawn", "marshal.", "shelve.", "yaml."))
        or (shell is not None and not is_set(shell, False))
    )


def hashes_weakly(node: ast.Call) -> bool:
    """Whether a weak digest is made that could be taken for a proof."""
    weak = called(node) in {"hashlib.md5", "hashlib.sha1", "hashlib.new"}
    return weak and not is_set(given(node, "usedforsecurity"), False)


def resolves_entities(node: ast.Call) -> bool:
    """Whether XML is read by a parser that may follow what the XML declares."""
    of = called(node)
    if of in {"etree.parse", "etree.XML", "etree.XMLParser", "etree.HTML"}:
        return True
    if of not in {"etree.iterparse", "etree.XMLPullParser"}:
        return False
    is_page = is_set(given(node, "html"), True)
    return not is_page and not is_set(given(node, "resolve_entities"), False)


def matches_what_was_typed(node: ast.Call) -> bool:
    """Whether a pattern is put together of more than constants and escaped text."""
    if not called(node).startswith("re.") or not node.args:
        return False
    pattern = node.args[0]
    if not isinstance(pattern, ast.JoinedStr):
        return False
    values = [
        each.value for each in pattern.values if isinstance(each, ast.FormattedValue)
    ]
    return not all(
        (isinstance(value, ast.Call) and called(value) == "re.escape")
        or (isinstance(value, ast.Name) and value.id.isupper())
        for value in values
    )


def imports(path: Path) -> set[str]:
    """The modules that a module imports, and the names that it takes from them."""
    found: set[str] = set()
    for node in syntax(path):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def where(is_wrong: Callable[[ast.Call], bool]) -> set[str]:
    """The modules of the program with such a call."""
    return {
        name(path)
        for path in PROGRAM
        for node in syntax(path)
        if isinstance(node, ast.Call) and is_wrong(node)
    }


def rules() -> str:
    return (ROOT / "docs" / "security-rules.md").read_text(encoding="utf-8")


CALLS = [
    (runs_text, "subprocess.run(words, shell=True)", "subprocess.run(words)"),
    (runs_text, "subprocess.run(words, shell=how)", "subprocess.run(w, shell=False)"),
    (runs_text, "pickle.loads(data)", "json.loads(data)"),
    (runs_text, "eval(text)", "re.compile(text)"),
    (hashes_weakly, "hashlib.md5(data)", "hashlib.sha256(data)"),
    (hashes_weakly, "hashlib.sha1(x)", "hashlib.sha1(x, usedforsecurity=False)"),
    (
        *(resolves_entities, "etree.iterparse(file)"),
        "etree.iterparse(file, resolve_entities=False)",
    ),
    (
        *(matches_what_was_typed, "re.search(f'x{text}', y)"),
        "re.search(f'x{re.escape(text)}{CONSTANT}', y)",
    ),
]


@pytest.mark.parametrize(("is_wrong", "wrong", "right"), CALLS)
def test_a_dangerous_call_is_seen(is_wrong, wrong: str, right: str) -> None:
    for source, expected in ((wrong, True), (right, False)):
        call = ast.parse(source, mode="eval").body
        assert isinstance(call, ast.Call)
        assert is_wrong(call) is expected, source


def test_no_text_is_run_and_no_object_of_others_unpacked() -> None:
    """Scores of the linkage come from a second process of ours, by its own pipe."""
    assert where(runs_text) == {"tracker/linkage/model/second_process.py"}


def test_no_weak_digest_proves_anything() -> None:
    """The list of stolen passwords holds SHA-1 digests, and is only looked up."""
    assert where(hashes_weakly) == set()


def test_no_xml_reader_follows_what_a_file_declares() -> None:
    assert where(resolves_entities) == set()


def test_no_pattern_is_made_of_typed_words() -> None:
    """That of headings is put together of constants of its own module."""
    assert where(matches_what_was_typed) <= {"tracker/feeds/cells/name_headings.py"}


def test_secrets_are_drawn_from_the_systems_random_numbers() -> None:
    invented = ("tracker/demo/", "tracker/cli/demo/", "tracker/linkage/model/")
    drawing = [name(path) for path in PROGRAM if "random" in imports(path)]
    assert [each for each in drawing if not each.startswith(invented)] == []


def test_connections_are_opened_in_the_declared_modules_alone() -> None:
    found = {name(path) for path in PROGRAM if CONNECTING & imports(path)}
    assert found == CONNECTS | OWN_SOCKETS
    assert [each for each in CONNECTS if f"`{each}`" not in rules()] == []


def test_libraries_of_cryptography_are_used_in_the_declared_modules_alone() -> None:
    found: dict[str, set[str]] = {}
    for path in PROGRAM:
        used = {each.partition(".")[0] for each in imports(path)} & LIBRARIES
        if used:
            found[name(path)] = used
    assert found == CRYPTOGRAPHY
    libraries = set[str]().union(*CRYPTOGRAPHY.values())
    assert [each for each in libraries if f"`{each}`" not in rules()] == []


def test_pages_are_escaped_and_never_made_of_text() -> None:
    raw: dict[str, int] = {}
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert "autoescape" not in source, path
        if count := len(re.findall(r"\|\s*safe\b", source)):
            raw[path.relative_to(ROOT / "templates").as_posix()] = count
    assert raw == RAW
    for path in PROGRAM:
        source = path.read_text(encoding="utf-8")
        for each in ("render_template_string", "from_string(", "Markup("):
            assert each not in source, path


#: What a script of a page may not do.
NEVER = re.compile(
    r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML"
    r"|innerHTML\s*[+]?=|postMessage|WebSocket|sessionStorage|indexedDB|caches\."
    r"|[\"']paste[\"']|onpaste|document\.cookie|__proto__|Object\.assign|setTimeout\(\s*[\"'`]"
)


def test_no_script_makes_html_or_code_of_text() -> None:
    assert len(SCRIPTS) > 5
    for path in SCRIPTS:
        assert NEVER.findall(path.read_text(encoding="utf-8")) == [], path


def test_a_browser_keeps_no_more_than_a_choice_of_keys() -> None:
    keeping = {
        path.name: sorted(set(re.findall(r"localStorage\.setItem\((.*)\)", text)))
        for path in SCRIPTS
        if "localStorage" in (text := path.read_text(encoding="utf-8"))
    }
    assert keeping == {"queue-keys.js": ['REMEMBERED, "yes"']}


def test_no_account_comes_with_the_program() -> None:
    """Users are invited; no migration and no start makes one."""
    migrations = ROOT / "tracker" / "store" / "migrations"
    for path in (*migrations.rglob("*.py"), *migrations.rglob("*.sql")):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"(?i)insert\s+into\s+users\b|bulk_insert", source), path
    making = {
        name(path)
        for path in PROGRAM
        if re.search(r"(?<!class )\bUser\(", path.read_text(encoding="utf-8"))
    }
    assert making == {
        "tracker/actions/accounts/users.py",
        "tracker/actions/accounts/invitation_lists.py",
        "tracker/actions/accounts/provider/admitting.py",
    }
