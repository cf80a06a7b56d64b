"""Settings and the feed of what happened. Everybody is invented."""

import csv
import io
import re

import pytest

from tests.web.admin.test_users import invite, post, text
from tests.web.conftest import NOW, make
from tracker import store
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine
from tracker.web.admin.sentences import SENTENCES


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator")


def happens(pages, action: str, subject: str, by: str = "x@example.org", **more):
    at = more.pop("at", NOW)
    with pages.app_context():
        store.accounts.audit.write(
            authority=more.pop("authority", "359"),
            at=at,
            by=by,
            action=Action(action),
            subject=subject,
            **more,
        )
        db.session.commit()


class TestSettings:
    def test_a_change_takes_effect_and_is_recorded(self, pages, admin) -> None:
        page = text(admin.get("/settings"))
        assert "Hide counts of up to" in page
        assert "5 young people" in page
        done = post(admin, "/settings/hide_up_to", value="7")
        assert done.status_code == 302
        page = text(admin.get("/settings"))
        assert "7 young people" in page
        with pages.app_context():
            from tracker import actions

            assert actions.accounts.settings.of("359").suppression.threshold == 7
            (line,) = db.session.scalars(
                db.select(AuditLine).where(AuditLine.action == "setting changed")
            )
            assert line.detail == {"old": 5, "new": 7}
        feed = text(admin.get("/happened?kind=Settings+and+oversight"))
        assert "from 5 young people to 7 young people" in feed

    @pytest.mark.parametrize("value", ["0", "21", "-1", "five", "", "1e3", "５"])
    def test_a_wrong_value_is_refused(self, admin, value) -> None:
        page = text(post(admin, "/settings/hide_up_to", value=value))
        assert "must be a whole number from 1 to 20" in page

    def test_neighbours_are_chosen_by_name(self, pages, admin) -> None:
        assert "Bolton" in text(admin.get("/settings/neighbours"))
        post(admin, "/settings/neighbours", value=["350", "351"])
        page = text(admin.get("/settings"))
        assert "Bolton, Bury" in page
        refused = post(admin, "/settings/neighbours", value=["350", "999"])
        assert "999 is not in the list" in text(refused)
        post(admin, "/settings/neighbours")
        assert "Bolton, Bury" not in text(admin.get("/settings"))

    def test_only_a_region_of_the_list_is_accepted(self, admin) -> None:
        assert post(admin, "/settings/region", value="London").status_code == 302
        assert "must be in the list" in text(
            post(admin, "/settings/region", value="Atlantis")
        )

    @pytest.mark.law("N-21")
    def test_who_answers_for_the_notice_is_entered_as_text(self, admin) -> None:
        assert "Not entered" in text(admin.get("/settings"))
        post(admin, "/settings/officer_email", value=" dpo@testham.example ")
        assert "dpo@testham.example" in text(admin.get("/settings"))
        page = text(post(admin, "/settings/officer_email", value="dpo at testham"))
        assert "must be an email address" in page
        assert "dpo@testham.example" in text(admin.get("/settings/officer_email"))

    def test_the_installation_is_shown_without_secrets(self, admin) -> None:
        page = text(admin.get("/settings"))
        assert "TRACKER_DATABASE_ID" in page
        assert "of the tests" not in page

    def test_an_unknown_setting_is_not_found(self, admin) -> None:
        assert admin.get("/settings/secret_key").status_code == 404

    def test_the_same_value_is_no_change(self, pages, admin) -> None:
        page = admin.get(post(admin, "/settings/hide_up_to", value="5").location)
        assert "has not been changed" in text(page)


class TestTheFeed:
    def test_each_line_is_a_sentence(self, admin) -> None:
        invite(admin)
        page = text(admin.get("/happened"))
        assert "<strong>Robin Example</strong> invited" in page
        assert "Sam Example</a> as adviser" in page

    @pytest.mark.parametrize("action", SENTENCES)
    def test_every_sentence_stands_without_its_details(
        self, pages, admin, action
    ) -> None:
        happens(pages, action, "person 7")
        assert admin.get("/happened").status_code == 200

    @pytest.mark.parametrize(
        ("action", "subject", "words"),
        [
            ("report taken", "report “NEET by area”", "the report “NEET by area” of"),
            ("list of a figure taken", "figure “NEET”", "behind the figure “NEET” of"),
            (
                "leavers downloaded",
                "leavers of ukprn:10098845",
                "leavers of UKPRN 10098845",
            ),
            ("people marked different", "person 3", "different people: young person 3"),
            ("import applied", "batch 4", "import 4"),
        ],
    )
    def test_the_subject_is_in_the_words_of_the_pages(
        self, pages, admin, action, subject, words
    ) -> None:
        happens(pages, action, subject, other=[4, 5])
        page = re.sub("<[^>]+>", "", text(admin.get("/happened")))
        assert words in page

    def test_a_command_is_shown_with_its_user_and_whom_they_act_for(
        self, pages, admin
    ) -> None:
        happens(
            pages,
            "people merged",
            "person 7",
            by="os user sam",
            merged=[8],
            acts_for="Jo Wren",
        )
        page = re.sub("<[^>]+>", "", text(admin.get("/happened")))
        assert "Jo Wren by os user sam merged records into young person 7" in page

    def test_it_is_narrowed_by_person_kind_subject_and_day(self, pages, admin) -> None:
        happens(pages, "people merged", "person 7", merged=[8, 9])
        happens(pages, "import applied", "batch 4", by="y@example.org", outcomes={})
        for query, sees, misses in [
            ("by=x@example.org", "young person 7", "import 4"),
            ("kind=Imports", "import 4", "young person 7"),
            ("subject=young+person+7", "young person 7", "import 4"),
            ("first=25&first=11&first=2026", "Nothing matches this search", "import 4"),
            ("last=24&last=11&last=2026", "import 4", "Nothing matches this search"),
        ]:
            page = text(admin.get(f"/happened?{query}"))
            body = page.rpartition("</form>")[2]
            assert sees in body, query
            assert misses not in body, query

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("first=31&first=2&first=2026", "must be a real date"),
            ("subject=Bryn", "Enter it like young person 123"),
            (
                "first=9&first=11&first=2026&last=8&last=11&last=2026",
                "same as or after the first",
            ),
        ],
    )
    def test_a_wrong_search_is_refused(self, admin, query, says) -> None:
        page = text(admin.get(f"/happened?{query}"))
        assert says in page
        assert admin.get(f"/happened.csv?{query}").status_code == 400

    def test_lines_of_another_authority_are_not_shown(self, pages, admin) -> None:
        happens(pages, "people merged", "person 7", authority="350")
        assert "young person 7" not in text(admin.get("/happened"))
        with admin.get("/happened.csv") as answer:
            assert "young person 7" not in text(answer)

    def test_a_young_person_is_a_number_without_a_link(self, pages, admin) -> None:
        happens(pages, "person opened", "person 7")
        assert 'href="/people/7"' not in text(admin.get("/happened"))

    def test_an_auditor_downloads_lines_and_that_is_recorded(
        self, pages, admin, signed_in
    ) -> None:
        happens(pages, "people merged", "person 7", by="=1+1@example.org", merged=[8])
        auditor = signed_in("auditor")
        with auditor.get("/happened.csv?kind=Matching+and+duplicates") as answer:
            table = io.StringIO(text(answer).removeprefix("\ufeff"))
        (line,) = csv.DictReader(table)
        assert line["Who"] == "'=1+1@example.org"
        assert line["What happened"].endswith("merged records into young person 7: 8")
        assert "downloaded what happened, lines: 1" in text(auditor.get("/happened"))

    def test_a_user_who_opens_many_records_is_marked(self, pages, admin) -> None:
        with pages.app_context():
            make("adviser", name="Kim Sample")
        for number in range(60):
            happens(
                pages, "person opened", f"person {number}", by="adviser@example.org"
            )
        happens(pages, "person opened", "person 1", by="adviser@example.org")
        assert "Records opened" in text(admin.get("/happened"))
        page = text(admin.get("/happened/opened"))
        assert "Kim Sample" in page
        assert ">60 <strong" in page.replace("\n", "")

    def test_the_queries_do_not_grow_with_lines(self, pages, admin, queries) -> None:
        admin.get("/happened")  # the register is read once
        counts = []
        for many in (1, 30):
            for number in range(many):
                happens(pages, "people merged", f"person {number}")
            with queries() as statements:
                admin.get("/happened")
            counts.append(len(statements))
        assert counts[0] == counts[1]

    def test_outcomes_have_the_words_of_the_page_of_imports(self, pages, admin) -> None:
        outcomes = {"matched-no-change": 1204, "invalid": 3}
        happens(pages, "import applied", "batch 4", outcomes=outcomes)
        page = text(admin.get("/happened"))
        assert "applied import 4: 3 cannot be used, 1,204 confirmed" in page

    def test_a_date_is_written_out(self, pages, admin) -> None:
        happens(
            pages,
            "import question answered",
            "batch 4",
            question="as-at date",
            answer="2026-10-15",
        )
        assert "import 4, as-at date: 15 October 2026" in text(admin.get("/happened"))

    def test_lines_are_paged(self, pages, admin) -> None:
        for number in range(60):
            happens(pages, "people merged", f"person {number}")
        page = text(admin.get("/happened?kind=Matching+and+duplicates&page=2"))
        assert "51 to 60 of 60 lines" in page
