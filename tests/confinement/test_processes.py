"""A confined process can do what reading needs, and nothing else; it never hurts us."""

import os
import platform
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from tracker.confinement import limits, processes
from tracker.confinement.messages import Ended, Late, Lost
from tracker.confinement.processes import Failed, stream
from tracker.refusal import Refusal

HERE = "tests.confinement.strangers:"
IS_LINUX = os.uname().sysname == "Linux" and platform.machine() in limits.DENIED


def none(number: int) -> int:
    raise FileNotFoundError(2, "there is none")


def run(function, request=None, opened=none, **more):
    return stream(HERE + function, request, opened, **more)


def test_a_program_that_took_over_the_process_reaches_nothing(tmp_path: Path) -> None:
    keys = tmp_path / "identities"
    keys.write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as door:
        request = {
            "pid": os.getpid(),
            "keys": str(keys),
            "file": str(tmp_path / "new"),
            "port": door.getsockname()[1],
            "watch": [294 if platform.machine() == "x86_64" else 26, 0],
        }
        was = keys.stat()
        found = next(run("tries", request))
    assert "SECRET" not in found.pop("environment").upper()
    assert keys.stat() == was
    assert keys.read_text() == "secret"
    if IS_LINUX:
        assert [name for name, what in found.items() if what == "done"] == []
    else:
        assert found["write a file"] != "done"


def test_each_denied_call_and_command_is_refused_and_nothing_beside_them() -> None:
    if not IS_LINUX:
        assert limits.deny_calls() is False
        return
    machine = platform.machine()
    wrong = [-1] * 6
    denied = [[call, *wrong] for call in limits.DENIED[machine]]
    for call, commands in limits.DENIED_COMMANDS[machine].items():
        denied += [[call, -1, command] for command in commands]
        # The kernel looks at the lower half of a command alone.
        denied += [[call, -1, command + (1 << 32)] for command in commands]
    assert set(run("calls", denied)) == {"EPERM"}
    # What is not refused gets as far as the number of a file that is not open.
    assert list(
        run("calls", [[call, -1, 1] for call in limits.DENIED_COMMANDS[machine]])
    ) == ["EBADF", "EBADF"]
    newer = [limits.FIRST_UNKNOWN, 466, 469, 512, 0x40000000, 0x40000000 + 39]
    assert set(run("calls", [[call, *wrong] for call in newer])) == {"ENOSYS"}


def test_values_come_in_their_order_and_large():
    values = [1, "Zoë", None, {"a": [1.5]}, "x" * 3_000_000]
    assert list(run("gives", values)) == values


@pytest.mark.parametrize("function", ["spins", "sleeps"])
def test_what_takes_too_long_is_ended(function):
    begun = time.monotonic()
    answers = run(function, seconds=0.5)
    assert next(answers) == "begun"
    with pytest.raises(Late):
        next(answers)
    assert time.monotonic() - begun < 10


def test_what_uses_the_processor_too_long_is_ended_by_the_system():
    answers = run("spins", cpu_seconds=1, seconds=30)
    next(answers)
    with pytest.raises(Ended) as ended:
        next(answers)
    assert not isinstance(ended.value, (Late, Lost))


def test_what_takes_too_much_memory_is_ended():
    with pytest.raises(Ended):
        next(run("takes_memory"))


def test_a_process_that_dies_is_noticed_at_once():
    answers = run("dies", seconds=30)
    next(answers)
    begun = time.monotonic()
    with pytest.raises(Ended):
        next(answers)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("server_too", [False, True])
def test_a_process_that_others_kill_is_lost_and_not_too_large(server_too: bool) -> None:
    answers = run("is_killed", seconds=30)
    pid = next(answers)
    server = processes._SERVERS[processes.FEEDS]._process
    assert server is not None
    os.kill(server.pid if server_too else pid, signal.SIGKILL)
    with pytest.raises(Lost):
        next(answers)
    assert list(run("gives", [1])) == [1]


def test_a_process_that_ends_itself_for_want_of_memory_is_too_large() -> None:
    answers = run("aborts", seconds=30)
    next(answers)
    with pytest.raises(Ended) as ended:
        next(answers)
    assert not isinstance(ended.value, Lost)


def test_an_error_comes_without_its_text():
    with pytest.raises(Failed) as failed:
        next(run("raises"))
    assert str(failed.value) == "RuntimeError"
    assert "strangers.py" in failed.value.where
    assert "Zoe" not in failed.value.where


@pytest.mark.parametrize(
    "what",
    ["no JSON", "no end", "a pickle", "an unknown word", "a lone word", "no list"],
)
def test_rubbish_ends_the_conversation(what):
    with pytest.raises((Ended, Refusal, Failed)):
        list(run("sends_rubbish", what, seconds=5))


def test_only_the_files_of_the_reading_are_given(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("ours")
    number = os.open(file, os.O_RDONLY)

    def opened(wanted: int) -> int:
        if wanted != 0:
            raise PermissionError(13, "not of this reading")
        return number

    try:
        assert list(run("asks_for_another_file", [0, 1, -1], opened)) == [
            "ours",
            "nothing",
            "nothing",
        ]
    finally:
        os.close(number)


def test_a_reading_that_is_given_up_leaves_no_process():
    answers = run("spins", seconds=30)
    next(answers)
    server = processes._SERVERS[processes.FEEDS]._process
    assert server is not None
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    before = children.read_text().split() if children.exists() else []
    answers.close()
    until = time.monotonic() + 10
    while children.exists() and set(before) & set(children.read_text().split()):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_server_that_was_killed_is_started_again():
    assert list(run("gives", [1])) == [1]
    server = processes._SERVERS[processes.FEEDS]._process
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    assert list(run("gives", [2])) == [2]


def test_threads_read_at_the_same_time():
    found: list[int] = []

    def reads(at: int) -> None:
        found.extend(run("gives", [at] * 50))

    threads = [threading.Thread(target=reads, args=(at,)) for at in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == sorted(at for at in range(8) for _ in range(50))
