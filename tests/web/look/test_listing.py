"""A list is sorted and narrowed by its address, and counts what each filter leaves."""

from dataclasses import dataclass

import pytest

from tracker.web.look.listing import Filter, Listing, Option


@dataclass(frozen=True)
class Leaver:
    name: str
    school: str
    phone: bool
    year: int | None = None


LEAVERS = (
    Leaver("Cato", "Holtby", phone=True, year=2),
    Leaver("Abel", "Norley", phone=False),
    Leaver("Bea", "Holtby", phone=False, year=1),
)
FILTERS = (
    Filter("school", "School", lambda each: [Option(each.school, each.school)]),
    Filter(
        "phone",
        "Phone",
        lambda each: [Option("yes", "With a phone")] if each.phone else [],
    ),
)


@pytest.fixture
def listed(pages):
    def by(query: str = "", rows=LEAVERS, first: str | None = None) -> Listing:
        context = pages.test_request_context(f"/account?{query}")
        context.push()
        contexts.append(context)
        return Listing(
            rows,
            keys={"name": lambda each: each.name, "year": lambda each: each.year},
            filters=FILTERS,
            first=first,
        )

    contexts = []
    yield by
    for each in reversed(contexts):
        each.pop()


def names(listing: Listing) -> list[str]:
    return [each.name for each in listing.rows]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Cato", "Abel", "Bea"]),
        ("sort=name", ["Abel", "Bea", "Cato"]),
        ("sort=-name", ["Cato", "Bea", "Abel"]),
        ("sort=year", ["Bea", "Cato", "Abel"]),
        ("sort=-year", ["Cato", "Bea", "Abel"]),
        ("sort=password", ["Cato", "Abel", "Bea"]),
    ],
)
def test_the_address_says_the_order_and_absent_values_come_last(
    listed, query, order
) -> None:
    assert names(listed(query)) == order


def test_a_heading_leads_to_its_order_then_to_the_opposite(listed) -> None:
    order = listed("school=Holtby").order_of("name")
    assert (order.address, order.direction) == ("/account?school=Holtby&sort=name", "")
    order = listed("sort=name").order_of("name")
    assert (order.address, order.direction) == ("/account?sort=-name", "ascending")
    order = listed("sort=-name").order_of("name")
    assert (order.address, order.direction) == ("/account?sort=name", "descending")
    assert listed().order_of("school") is None
    assert listed(first="name").order_of("name").direction == "ascending"


def test_each_choice_counts_the_rows_it_would_leave(listed) -> None:
    listing = listed("school=Holtby")
    assert names(listing) == ["Cato", "Bea"]
    counts = {
        filter.name: [(each.value, each.count, each.is_chosen) for each in choices]
        for filter, choices in listing.filters
    }
    assert counts["school"] == [("Holtby", 2, True), ("Norley", 1, False)]
    narrowed = listed("school=Holtby&phone=yes")
    (school, phone) = [choices for _, choices in narrowed.filters]
    assert [(each.value, each.count) for each in school] == [
        ("Holtby", 1),
        ("Norley", 0),
    ]
    assert [(each.value, each.count) for each in phone] == [("yes", 1)]


def test_a_filter_in_force_shows_its_rows_and_how_to_remove_it(listed) -> None:
    listing = listed("phone=yes&school=Holtby&sort=name&page=3")
    assert [(each.words, each.left, each.without) for each in listing.in_force] == [
        ("Holtby", 2, "/account?phone=yes&sort=name"),
        ("With a phone", 1, "/account?school=Holtby&sort=name"),
    ]
    assert listing.unfiltered == "/account?sort=name"
    assert listing.kept == [("sort", "name")]


def test_a_filter_without_rows_leaves_none_and_can_be_removed(listed) -> None:
    listing = listed("school=Closed")
    assert listing.total == 0
    assert listing.in_force[0].words == "School: Closed"
    assert listing.in_force[0].without == "/account"


def test_a_page_holds_some_of_them_and_everything_holds_all(listed) -> None:
    many = [Leaver(f"{n:03}", "Holtby", phone=True) for n in range(120)]
    listing = listed("sort=-name&page=3", rows=many)
    assert names(listing) == [f"{n:03}" for n in range(19, -1, -1)]
    assert len(listing.everything) == 120
    assert listing.page.last == 3


def test_a_filter_that_distinguishes_no_rows_is_not_offered(listed) -> None:
    alike = [each for each in LEAVERS if not each.phone and each.school == "Norley"]
    assert listed(rows=alike).filters == []


@pytest.mark.parametrize(
    ("typed", "left"), [("", 3), ("c", 1), ("CATO", 1), ("zz", 0), ("e", 2)]
)
def test_a_typed_filter_keeps_the_rows_that_fit_its_words(pages, typed, left) -> None:
    def called(each: Leaver) -> list[Option]:
        fits = typed.casefold() in each.name.casefold()
        return [Option(typed, f"“{typed}”")] if fits else []

    with pages.test_request_context("/account", query_string={"name": typed}):
        listing = Listing(
            LEAVERS, keys={}, filters=[Filter("name", "Name", called, typed=True)]
        )
        assert listing.total == left
        assert [filter_.name for filter_, _ in listing.filters] == ["name"]
        assert [each.left for each in listing.in_force] == ([left] if typed else [])


@pytest.mark.parametrize(
    ("query", "to_save", "leaves_out"),
    [
        ("school=Holtby&sort=name&page=2", "school=Holtby&sort=name", False),
        ("school=Holtby&name=Cato", "school=Holtby", True),
        # Only what was typed: nothing is left to save.
        ("name=Cato&sort=name", "", True),
        ("sort=name", "", False),
    ],
)
def test_a_filter_to_save_leaves_out_what_was_typed(
    pages, query, to_save, leaves_out
) -> None:
    """It may be the name of a young person."""
    typed = Filter("name", "Name", lambda each: [], typed=True)
    with pages.test_request_context(f"/account?{query}"):
        listing = Listing(LEAVERS, keys={}, filters=[typed, FILTERS[0]])
        assert (listing.to_save, listing.leaves_out) == (to_save, leaves_out)


def test_what_an_option_would_leave_counts_the_other_filters(listed) -> None:
    assert listed().would_leave("phone", "yes") == 1
    assert listed("school=Holtby").would_leave("phone", "yes") == 1
    assert listed("school=Norley").would_leave("phone", "yes") == 0
    assert listed("phone=yes").would_leave("school", "Holtby") == 1


@pytest.mark.parametrize(
    ("query", "part", "name"),
    [
        ("", "", "leavers"),
        ("sort=-name&page=2", "", "leavers"),
        ("school=Holtby", "2 of 3", "leavers-2-of-3"),
        ("school=Holtby&phone=yes", "1 of 3", "leavers-1-of-3"),
        ("school=nowhere", "0 of 3", "leavers-0-of-3"),
    ],
)
def test_a_file_says_if_it_has_only_a_part(listed, query, part, name) -> None:
    listing = listed(query)
    assert listing.part == part
    assert listing.file_name("leavers") == name
    assert listing.titled("Leavers") == (f"Leavers, {part}" if part else "Leavers")


def test_a_file_of_thousands_has_a_plain_name(listed) -> None:
    many = listed("phone=yes", rows=LEAVERS * 500)
    assert many.titled("Leavers") == "Leavers, 500 of 1,500"
    assert many.file_name("leavers") == "leavers-500-of-1500"
