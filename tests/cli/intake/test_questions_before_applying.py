"""The questions about a file are answered before any of it is stored or applied."""

from datetime import date

import pytest
from click.testing import CliRunner

from tests.factories import (
    COLLEGE,
    SCHOOL,
    SCHOOL_NUMBER,
    census,
    nccis,
    people,
    person,
    provider_list,
    pupil,
    register,
)

OCTOBER = date(2026, 10, 9)
PROVIDER = "10098845"
LIST = ("imports", "load", "provider-enrolment")

#: What may differ when nothing was done: nothing.
NO_DATE = (
    "list.csv gives no date, so its as-at date has to be entered. Add --as-at DATE, or "
    "--as-at today.\n"
)
IN_NO_REGISTER = (
    "The sender, UKPRN 10098845, is in no register and has sent nothing before. Check "
    "the number; if it is right, enter the sender's name. Add --new-sender NAME.\n"
)


@pytest.fixture
def file(tmp_path):
    return provider_list(tmp_path / "list.csv", people(4))


@pytest.fixture
def history(tmp_path):
    """An NCCIS file of two authorities, neither of them ours."""
    made = nccis(tmp_path / "history.xml", OCTOBER, [{**person(1), "activity": "210"}])
    text = made.read_text(encoding="utf-8")
    theirs = "<LEACode>355</LEACode><LEACode>350</LEACode>"
    made.write_text(text.replace("<LEACode>359</LEACode>", theirs), encoding="utf-8")
    return made


def test_a_list_without_a_date_is_never_taken_for_todays(
    flask, registered, file, everything
) -> None:
    before = everything()
    for more in ((), ("--yes",)):
        answer = flask(*LIST, file, "--institution", COLLEGE, *more, code=2)
        assert answer.err == NO_DATE
        assert answer.out == ""
    assert everything() == before


def test_json_has_each_open_question_with_its_option(
    flask, registered, file, everything
) -> None:
    before = everything()
    answer = flask(*LIST, file, "--institution", PROVIDER, "--json", code=2)
    day, sender = answer.json["questions"]
    assert (day["kind"], day["answer"]) == ("as-at date", "--as-at DATE")
    assert (sender["kind"], sender["answer"]) == ("new sender", "--new-sender NAME")
    assert answer.err == NO_DATE + IN_NO_REGISTER
    assert answer.json["error"] == " ".join(answer.err.splitlines())
    assert everything() == before


def test_today_is_a_date_once_it_is_given_by_name(flask, registered, file) -> None:
    answer = flask(*LIST, file, "--institution", COLLEGE, "--as-at", "today", "--json")
    assert answer.json["as_at"] == "2026-11-24"
    assert answer.json["applied"]


def test_a_sender_in_no_register_is_named_once(
    flask, as_json, registered, file, tmp_path, everything
) -> None:
    words = (*LIST, file, "--institution", PROVIDER, "--as-at", OCTOBER)
    before = everything()
    assert flask(*words, "--yes", code=2).err == IN_NO_REGISTER
    assert everything() == before
    done = flask(*words, "--new-sender", "Wheels  Training", "--json").json
    assert done["applied"]
    day, sender = as_json("imports", "show", done["batch"])["answers"]
    assert (day["kind"], day["answer"]) == ("as-at date", "2026-10-09")
    assert (sender["kind"], sender["answer"]) == ("new sender", "Wheels Training")
    assert sender["answered_by"] and sender["answered_at"].startswith("2026-11-24")
    assert "from Wheels Training" in flask("imports", "show", done["batch"]).out
    # The next list of the same sender raises no question, and needs no name.
    second = provider_list(tmp_path / "second.csv", people(4, first=5))
    again = ("--institution", PROVIDER, "--as-at", "2026-11-06", "--json")
    assert flask(*LIST, second, *again).json["applied"]
    third = provider_list(tmp_path / "third.csv", people(4, first=9))
    named = ("--new-sender", "wheels training")
    assert flask(*LIST, third, *again, *named).json["applied"]


@pytest.mark.parametrize(
    ("institution", "name", "sentence"),
    [
        (COLLEGE, "Wheels", f"URN {COLLEGE} is Testham College (invented), so Wheels"),
        ("1009884", "Wheels", "begins with 100, which is no authority"),
        ("100988", "12", "Enter the name of the new sender in letters."),
        ("100988", "W" * 121, "must be 120 characters or fewer."),
        ("10098", "Wheels", "10098 is not an institution's number"),
        (None, "Wheels", "but there is no number of one"),
    ],
)
def test_a_new_sender_needs_a_name_and_a_valid_number(
    flask, registered, file, everything, institution, name, sentence
) -> None:
    before = everything()
    who = ("--institution", institution) if institution else ()
    words = (*LIST, file, *who, "--as-at", OCTOBER, "--new-sender", name)
    answer = flask(*words, code=2)
    assert sentence in answer.err
    assert answer.err.count("\n") == 1
    assert everything() == before


def test_before_a_register_is_loaded_no_sender_is_taken_on_trust(
    flask, file, everything
) -> None:
    before = everything()
    words = (*LIST, file, "--institution", COLLEGE, "--as-at", OCTOBER)
    answer = flask(*words, "--yes", code=2)
    assert "no register of institutions has been loaded" in answer.err
    assert everything() == before
    assert flask(*words, "--new-sender", "Testham College", "--json").json["applied"]


def test_the_school_named_by_a_census_is_looked_up_too(
    flask, registered, samples_of_census, tmp_path, everything
) -> None:
    before = everything()
    text = samples_of_census.read_text(encoding="utf-8")
    file = tmp_path / "census.xml"
    file.write_text(text.replace("<Estab>4034</Estab>", "<Estab>4035</Estab>"))
    answer = flask("imports", "load", "school-census", file, code=2)
    assert "is in no register" in answer.err
    assert "Add --new-sender NAME." in answer.err
    assert everything() == before


def test_a_file_of_other_authorities_is_loaded_with_the_option(
    flask, as_json, history, everything
) -> None:
    words = ("imports", "load", "nccis-file", history)
    before = everything()
    answer = flask(*words, "--yes", code=2)
    assert answer.err == (
        "The header of history.xml names Salford (355), Bolton (350) and not Wigan "
        "(359), for which it is being loaded. If that is right, add "
        "--other-authorities.\n"
    )
    assert everything() == before
    done = flask(*words, "--other-authorities", "--json").json
    assert done["applied"]
    (kept,) = as_json("imports", "show", done["batch"])["answers"]
    assert (kept["kind"], kept["answer"]) == ("other authorities", True)


def test_one_other_authority_beside_ours_raises_a_question(flask, history) -> None:
    text = history.read_text(encoding="utf-8").replace(">355<", ">359<")
    history.write_text(text, encoding="utf-8")
    answer = flask("imports", "load", "nccis-file", history, code=2)
    assert "names Bolton (350) besides Wigan (359)" in answer.err


def test_a_file_without_a_valid_line_is_not_applied(
    flask, as_json, registered, tmp_path, everything
) -> None:
    invalid = [person(1, born="32/13/2009", upn="", uln="")]
    file = provider_list(tmp_path / "bad.csv", [{**invalid[0], "family": ""}])
    words = (*LIST, file, "--institution", COLLEGE, "--as-at", OCTOBER, "--yes")
    answer = flask(*words, "--json", code=1)
    assert not answer.json["applied"]
    (question,) = answer.json["questions"]
    assert question["kind"] == "nothing usable"
    assert question["answer"] is None
    number = answer.json["batch"]
    for words in (("apply", number), ("apply", number, "--yes")):
        assert not as_json("imports", *words, code=1)["applied"]
    output = flask("imports", "apply", number, "--yes", code=1).out
    assert "Its only line is invalid, so there is nothing to apply." in output
    assert output.endswith("Batch 2: 1 line, not applied.\n")
    assert everything()["evidence"] == []
    assert as_json("imports", "list")[0]["status"] == "matched"


def test_a_register_without_a_date_raises_a_question(
    flask, tmp_path, everything
) -> None:
    before = everything()
    file = register(tmp_path / "register.csv")
    answer = flask("imports", "load", "establishments", file, "--yes", code=2)
    assert answer.err.startswith("register.csv gives no date")
    assert everything() == before


DATED = [
    ("01/10/2026", "2026-10-01"),
    ("2026-05-21", "2026-05-21"),
]


@pytest.mark.parametrize(("given", "day"), DATED)
def test_a_table_whose_rows_give_their_day_gives_one(
    flask, registered, tmp_path, given, day
) -> None:
    rows = [pupil(1, estab=SCHOOL_NUMBER), pupil(2, estab=SCHOOL_NUMBER)]
    file = census(tmp_path / "census.csv", rows)
    lines = file.read_text(encoding="utf-8").splitlines()
    # The first row leaves its day out, as in a table that was put together by hand.
    days = ["ReferenceDate", "", given]
    file.write_text(
        "\n".join(f"{line},{cell}" for line, cell in zip(lines, days, strict=True)),
        encoding="utf-8",
    )
    done = flask("imports", "load", "school-census", file, "--json").json
    assert done["as_at"] == day


def test_a_column_of_days_that_is_empty_gives_none(flask, registered, tmp_path) -> None:
    file = census(tmp_path / "census.csv", [pupil(1, estab=SCHOOL_NUMBER)])
    head, row = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{head},ReferenceDate\n{row},\n", encoding="utf-8")
    answer = flask("imports", "load", "school-census", file, code=2)
    assert answer.err.startswith("census.csv gives no date")


def test_the_same_file_again_says_nothing_new_without_a_date(
    flask, registered, file
) -> None:
    words = (*LIST, file, "--institution", COLLEGE)
    first = flask(*words, "--as-at", OCTOBER, "--json").json
    again = flask(*words, "--json").json
    assert again["already_loaded"]
    assert again["batch"] == first["batch"]


def test_answers_are_kept_when_a_batch_is_withdrawn_and_applied_again(
    flask, as_json, registered, file, history
) -> None:
    words = (*LIST, file, "--institution", PROVIDER, "--as-at", OCTOBER)
    loaded = [
        flask(*words, "--new-sender", "Wheels", "--json").json,
        flask(
            *("imports", "load", "nccis-file", history, "--other-authorities"),
            "--json",
        ).json,
    ]
    for each in loaded:
        as_json("imports", "withdraw", each["batch"])
        assert as_json("imports", "apply", each["batch"])["applied"]


class Terminal:
    """Answers the questions of a command, as a user at a terminal does."""

    def __init__(self, app, monkeypatch) -> None:
        self.app = app
        monkeypatch.setattr("tracker.cli.intake.prompts.at_a_terminal", lambda: True)

    def __call__(self, *words: object, typed: str):
        return self.app.test_cli_runner().invoke(
            args=[str(word) for word in words], input=typed
        )


@pytest.fixture
def terminal(app, clock, monkeypatch) -> Terminal:
    assert issubclass(type(app.test_cli_runner()), CliRunner)
    return Terminal(app, monkeypatch)


def test_at_a_terminal_each_question_has_a_prompt(
    terminal, as_json, registered, file
) -> None:
    done = terminal(
        *(*LIST, file, "--institution", PROVIDER),
        typed="soon\n09/10/2026\nWheels\n",
    )
    assert done.exit_code == 0, done.output
    assert "list.csv gives no date" in done.stderr
    assert "is in no register" in done.stderr
    shown = as_json("imports", "show", 2)
    assert shown["as_at"] == "2026-10-09"
    assert [each["answer"] for each in shown["answers"]] == ["2026-10-09", "Wheels"]


@pytest.mark.parametrize("typed", ["\n", "09/10/2026\n\n", ""])
def test_at_a_terminal_no_answer_stops_it(
    terminal, registered, file, everything, typed
) -> None:
    before = everything()
    done = terminal(*LIST, file, "--institution", PROVIDER, typed=typed)
    assert done.exit_code in (2, 130)
    assert everything() == before


def test_at_a_terminal_the_school_of_a_no_has_a_prompt(
    terminal, as_json, registered, tmp_path
) -> None:
    file = tmp_path / "census.csv"
    file.write_text(
        "UPN,Surname,Forename,DoB,NCyearActual,YSSA\n"
        ",Cleasbyre,Zeldina,01/10/2009,12,No\n"
    )
    typed = f"21/05/2026\n{SCHOOL}\n"
    done = terminal("imports", "load", "school-census", file, typed=typed)
    assert done.exit_code == 0, done.output
    assert "1 line says No to sharing" in done.stderr
    assert as_json("imports", "show", 2)["sender"] == {"urn": SCHOOL}


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_at_a_terminal_other_authorities_are_confirmed(
    terminal, history, everything, typed, code
) -> None:
    before = everything()
    done = terminal("imports", "load", "nccis-file", history, typed=typed)
    assert done.exit_code == code, done.output
    assert (everything() == before) == (code == 2)


def test_a_day_to_come_is_refused(flask, registered, file, everything) -> None:
    before = everything()
    words = (*LIST, file, "--institution", COLLEGE, "--as-at", "2026-11-25", "--yes")
    answer = flask(*words, code=2)
    assert answer.err == (
        "25 November 2026 is in the future. Enter the as-at date of the file.\n"
    )
    assert everything() == before
