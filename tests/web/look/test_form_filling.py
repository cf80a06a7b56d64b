"""Filling in the form of a page: every kind of field, and nothing but its values."""

import html5lib
import pytest

from tracker.web.look.form_filling import carry, fill

PAGE = """<!doctype html><html lang="en"><title>x</title><body>
<form method="post" action="/sign-out"><input type="hidden" name="csrf_token" value="a">
<button>Sign out</button></form>
<form method="post" novalidate>
<input type="hidden" name="csrf_token" value="fresh">
<input type="hidden" name="seen" value="9">
<input name="made_on" value="24"><input name="made_on" value="11"><input name="made_on">
<select name="sex"><option value="">-</option><option selected>F</option>
<option>M</option></select>
<input type="radio" name="outcome" value="spoke" checked>
<input type="radio" name="outcome" value="text &amp; call">
<input type="checkbox" name="restricted" value="y">
<input type="checkbox" name="wrong" value="y" checked>
<details><summary>More</summary><input name="number"></details>
<details><summary>Less</summary><input name="other" value="as it was"></details>
<textarea name="note">
old</textarea>
<input type="password" name="password"><input type="file" name="file">
<button name="step" value="save">Save</button>
</form>
<script>if (1 < 2) { document.title = '<form method="post">'; }</script>
</body></html>"""
TYPED = [
    ("seen", "4"),
    ("made_on", "1"),
    ("made_on", "2"),
    ("made_on", "2026"),
    ("sex", "M"),
    ("outcome", "text & call"),
    ("restricted", "y"),
    ("number", "0161"),
    ("other", "as it was"),
    ("note", 'Ѽ "quoted" </textarea><script>alert(1)</script>\nnext'),
    ("password", "never"),
    ("step", "save"),
    ("gone", "no field any more"),
]


def tree(html: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def named(page, name: str) -> list:
    return [each for each in page.iter() if each.get("name") == name]


def test_each_kind_of_field_gets_its_value_and_no_other_byte_changes() -> None:
    filled = fill(PAGE, "/people/3/contact", TYPED, hidden=[("kept_form", "7")])
    page = tree(filled.html)
    assert filled.found
    assert [each.get("value") for each in named(page, "made_on")] == ["1", "2", "2026"]
    assert [each.get("value") for each in named(page, "seen")] == ["4"]
    chosen = [each.text for each in page.iter("option") if "selected" in each.attrib]
    assert chosen == ["M"]
    ticked = [each.get("value") for each in page.iter() if "checked" in each.attrib]
    assert ticked == ["text & call", "y"]
    assert "checked" not in named(page, "wrong")[0].attrib
    assert named(page, "note")[0].text == TYPED[9][1]
    assert named(page, "number")[0].get("value") == "0161"
    assert [each.get("value") for each in named(page, "kept_form")] == ["7"]
    more, less = page.iter("details")
    assert "open" in more.attrib
    assert "open" not in less.attrib
    assert (
        "<script>if (1 < 2) { document.title = '<form method=\"post\">'; }</script>"
        in (filled.html)
    )


def test_a_password_a_file_and_the_pages_own_token_are_not_filled_in() -> None:
    filled = fill(PAGE, "/x", [*TYPED, ("file", "c:/secret.csv")])
    page = tree(filled.html)
    assert named(page, "password")[0].get("value") is None
    assert named(page, "file")[0].get("value") is None
    assert [each.get("value") for each in named(page, "csrf_token")] == ["a", "fresh"]


def test_what_has_no_field_any_more_is_given_back_but_no_button_is() -> None:
    left = fill(PAGE, "/x", TYPED).left
    assert dict(left).keys() == {"password", "gone"}


def test_values_that_look_like_html_stay_values() -> None:
    filled = fill(PAGE, "/x", [("number", '"><img src=x onerror=alert(1)>')])
    page = tree(filled.html)
    assert named(page, "number")[0].get("value") == '"><img src=x onerror=alert(1)>'
    assert not list(page.iter("img"))


def test_a_form_for_another_address_is_not_filled_in() -> None:
    page = '<form method="post" action="/other"><input name="note"></form>'
    assert fill(page, "/x", [("note", "typed")]) == fill(
        page, "/x", [("note", "typed")]
    )
    assert not fill(page, "/x", [("note", "typed")]).found
    assert fill(page, "/x", [("note", "typed")]).html == page


def test_of_two_forms_with_the_same_boxes_the_ticked_one_is_filled_in() -> None:
    box = '<form method="post"><input type="checkbox" name="account" value="{}"></form>'
    page = box.format(1) + box.format(2)
    filled = fill(page, "/x", [("account", "2")])
    assert filled.html == page.replace('value="2"', 'value="2" checked')
    assert filled.left == []


def test_of_two_forms_for_one_address_the_one_with_the_fields_is_filled_in() -> None:
    page = (
        '<form method="post"><input name="reason"></form>'
        '<form method="post"><input name="reason"><input name="note"></form>'
    )
    filled = fill(page, "/x", [("reason", "why"), ("note", "typed")]).html
    assert filled.startswith('<form method="post"><input name="reason"></form>')
    assert filled.count("why") == filled.count("typed") == 1


def test_a_field_outside_of_its_form_belongs_to_the_form_it_names() -> None:
    page = (
        '<form method="post" id="decide"></form>'
        '<select name="as" form="decide"><option value="1">a</option></select>'
        '<textarea form="decide" name="why"></textarea>'
    )
    filled = fill(page, "/x", [("why", "because"), ("as", "1")])
    assert filled.found
    assert '<option value="1" selected>' in filled.html
    assert "because" in filled.html


@pytest.mark.parametrize("times", [1, 2])
def test_a_number_is_carried_once_to_the_next_page(times: int) -> None:
    page = PAGE
    for _ in range(times):
        page = carry(page, "/x", "kept_form", "7")
    assert page.count('name="kept_form" value="7"') == 1
    assert tree(page) is not None
