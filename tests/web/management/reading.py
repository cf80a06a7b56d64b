"""Reading tables, links and text from the pages of figures."""

from typing import Any

from tests.web.conftest import read


def text(element: Any) -> str:
    """The text of an element, without the parts that only a screen reader reads."""
    words = element.text or ""
    for child in element:
        if "govuk-visually-hidden" not in (child.get("class") or ""):
            words += text(child)
        words += child.tail or ""
    return " ".join(words.split())


def table(page: str, name: str) -> dict[str, list[str]]:
    """The cells of each row of a panel's table, by the title of the row."""
    for section in read(page).iter("section"):
        if (section.get("aria-labelledby") or "").startswith(name):
            return {
                text(row[0]): [text(cell) for cell in row[1:]]
                for part in ("tbody", "tfoot")
                for body in section.iter(part)
                for row in body
            }
    raise AssertionError(f"there is no panel {name}")


def links(page: str, name: str) -> dict[str, list[str | None]]:
    """The link of each number in a panel's table, by the title of the row."""
    for section in read(page).iter("section"):
        if (section.get("aria-labelledby") or "").startswith(name):
            return {
                text(row[0]): [
                    next((a.get("href") for a in cell.iter("a")), None)
                    for cell in row[1:]
                ]
                for part in ("tbody", "tfoot")
                for body in section.iter(part)
                for row in body
            }
    raise AssertionError(f"there is no panel {name}")


def main_text(page: str) -> str:
    """The text of the page itself, without header and footer."""
    return text(next(read(page).iter("main")))
