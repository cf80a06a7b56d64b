"""flask agreements draft: the text of an agreement, before and after it is recorded."""

from datetime import date

import pytest
from pypdf import PdfReader

HUB = ("agreements", "draft", "work-list", "--with", "Youth Hub")


@pytest.mark.law("L-06", "L-09")
def test_a_draft_of_a_gateway_and_a_party(flask, as_json, tmp_path) -> None:
    words = flask(*HUB).out
    assert words.startswith("# Draft data sharing agreement: List of young people")
    assert "No agreement is recorded yet" in words
    assert "| Email |" not in words and "| E-mail |" in words
    few = flask(*HUB, "--fields", "name,phone").out
    assert "| E-mail |" not in few and "| Phone |" in few
    out = tmp_path / "draft.pdf"
    assert as_json(*HUB, "--to", out)["file"] == str(out)
    reader = PdfReader(out)
    assert reader.metadata.title.startswith("Draft data sharing agreement")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.law("L-09")
def test_a_draft_of_an_agreement_on_record(flask) -> None:
    flask(
        *("agreements", "propose", "YH-01", "--gateway", "work-list", "--with", "Hub"),
        *("--fields", "name,phone", "--from", "2026-09-01", "--review", "2027-06-01"),
        *("--for", "Bethan"),
    )
    words = flask("agreements", "draft", "YH-01").out
    assert "agreement YH-01, which is proposed" in words
    assert "1 June 2027" in words
    flask("agreements", "sign", "YH-01", "--for", "Judith")
    assert "Judith" in flask("agreements", "draft", "YH-01").out


def test_an_agreement_whose_last_day_has_passed_is_not_signed(flask, clock) -> None:
    flask(
        *("agreements", "propose", "YH-01", "--gateway", "work-list", "--with", "Hub"),
        *("--fields", "name", "--from", "2026-09-01", "--review", "2026-11-30"),
        *("--to", "2026-11-30", "--for", "Bethan"),
    )
    clock.set(date(2026, 12, 1))
    refused = flask("agreements", "sign", "YH-01", "--for", "Judith", code=2)
    assert "YH-01 ended on 30 November 2026" in refused.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("YH-99",), "There is no agreement YH-99"),
        (("work-list",), "A gateway is given --with a party"),
        (("nothing", "--with", "Hub"), "nothing is not a gateway"),
        (("work-list", "--with", ""), "Name the party"),
        (("work-list", "--with", "x" * 121), "at most 120"),
        (("leavers", "--with", "Hub"), "not an institution's number"),
        (("leavers", "--with", "999999"), "not in the register"),
        (("transfer", "--with", "359"), "not the code of another authority"),
        (("work-list", "--with", "Hub", "--fields", "ethnicity"), "not lawful"),
        (("work-list", "--with", "Hub", "--to", "a.docx"), "ends in"),
    ],
)
def test_what_cannot_be_drafted_is_refused_in_a_sentence(
    flask, words, sentence
) -> None:
    assert sentence in flask("agreements", "draft", *words, code=2).err
