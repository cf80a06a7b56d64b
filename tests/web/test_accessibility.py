"""The accessibility statement shows what the last check found."""

from dataclasses import replace

from tracker.web.account import accessibility


def test_the_statement_names_each_fault_that_is_known(pages, monkeypatch) -> None:
    known = replace(accessibility.checked(), faults=["a page: too <wide>"])
    monkeypatch.setattr(accessibility, "checked", lambda: known)
    page = pages.test_client().get("/accessibility").get_data(as_text=True)
    assert "a page: too &lt;wide&gt;" in page
    assert "1 fault was found and listed above." in page
    assert "(No. 2) Accessibility Regulations 2018" in page
