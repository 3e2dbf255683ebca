"""No public page, feed or file shows more of a work than its entrant has agreed to, in any state of
the contest: words are planted in works, and every address that anyone may open is read.
"""

import pytest
from django.apps import apps
from wagtail.models import Page, get_page_models

from awards import bundle
from cms.models import ResultsPage
from competition import clock
from config.routes import ROUTES
from submissions.models import Sealing
from tests.security import public_pages
from tests.security.public_pages import VARIANTS, Planted
from tests.stages import stage
from voting.models import Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]

IN_THE_VOTE = {
    "under embargo": set(),
    "silent": {"title"},
    "named": {"title"},
    "open": {"title", "summary"},
}
ANNOUNCED = {
    "under embargo": set(),
    "silent": {"title"},
    "named": {"title", "author", "unit"},
    "open": {"title", "author", "unit", "summary"},
}
AFTER_THE_EMBARGO = ANNOUNCED | {"under embargo": {"title", "author", "unit", "summary"}}


def dressed(rehearsal, entries) -> None:
    """These entries one after the other as the variants say."""
    rehearsal.variants = dict(zip(VARIANTS, entries, strict=False))
    for variant, entry in rehearsal.variants.items():
        public_pages.agree(rehearsal, entry, variant)


@stage(day=62)
def words_in_the_vote(judged):
    """Words in every work; the vote is open."""
    public_pages.build_site(judged)
    judged.planted = public_pages.plant(judged)
    dressed(judged, judged.planted)
    return judged


@stage(day=76)
def words_counted(words_in_the_vote):
    """The vote is counted; nothing is announced."""
    words_in_the_vote.vote()
    words_in_the_vote.count()
    return words_in_the_vote


@stage(day=94)
def words_announced(words_counted):
    """Certificates are issued; the winners are dressed."""
    words_counted.award()
    winners = words_counted.decision.awards.order_by("rank").values_list("entry", flat=True)
    everybody = dict.fromkeys([*winners, *words_counted.planted])
    dressed(words_counted, everybody)
    words_counted.winners = set(winners)
    return words_counted


def found(rehearsal) -> dict[str, set[str]]:
    by_entry = public_pages.found(rehearsal, rehearsal.planted)
    return {variant: by_entry[entry] for variant, entry in rehearsal.variants.items()}


class TestTheCrawl:
    def test_it_reads_a_page_of_every_kind(self, words_in_the_vote):
        made = {page.specific_class for page in Page.objects.live().filter(depth__gt=1)}
        ours = {
            model
            for model in get_page_models()
            if apps.get_containing_app_config(model.__module__).name == "cms"
        }
        assert made >= ours

    def test_every_winner_is_dressed(self, words_announced):
        assert set(words_announced.variants.values()) <= words_announced.winners

    def test_it_reads_the_certificates(self, words_announced):
        read = public_pages.read(words_announced)
        assert sum("/xac-minh/" in address for address in read) > 2 * len(VARIANTS)

    def test_it_knows_the_routes_of_the_vote(self, words_in_the_vote):
        assert {"votes", "ballot_paper", "candidate", "verify_certificate"} <= set(ROUTES)
        read = public_pages.read(words_in_the_vote)
        assert sum("/binh-chon/" in address for address in read) > 2 * len(VARIANTS)


def test_the_vote_shows_what_was_agreed_to(words_in_the_vote):
    assert found(words_in_the_vote) == IN_THE_VOTE


def test_the_counted_vote_shows_no_more(words_counted):
    assert found(words_counted) == IN_THE_VOTE


def test_the_results_show_what_was_agreed_to(words_announced):
    assert found(words_announced) == ANNOUNCED


def test_when_the_embargo_is_over_the_content_is_shown(words_announced):
    with clock.set_to(words_announced.at(301)):
        assert found(words_announced) == AFTER_THE_EMBARGO


def test_the_last_day_of_the_embargo_shows_nothing(words_announced):
    with clock.set_to(words_announced.at(299)):
        assert found(words_announced) == ANNOUNCED


def hidden_pages(rehearsal, part: str) -> list[str]:
    """The pages under this address that say that some content is not public yet."""
    read = public_pages.read(rehearsal)
    words = "Tạm chưa công bố nội dung"
    return [text for address, text in read.items() if part in address and words in text]


def test_a_winner_under_embargo_keeps_place_field_and_kind(words_announced):
    award = words_announced.decision.awards.get(entry=words_announced.variants["under embargo"])
    page = ResultsPage.objects.get()
    [text] = hidden_pages(words_announced, page.url)
    row = text.partition("Tạm chưa công bố nội dung")[2].partition("</article>")[0]
    assert (award.entry.field.name in row, award.entry.kind.name in row) == (True, True)


def test_a_work_under_embargo_stands_in_the_vote_under_its_code(words_in_the_vote):
    copy = Sealing.objects.get(version__entry=words_in_the_vote.variants["under embargo"])
    slug = words_in_the_vote.edition.slug
    texts = hidden_pages(words_in_the_vote, f"/binh-chon/{slug}/{copy.vote_code}/")
    assert [copy.vote_code in text for text in texts] == [True]


def test_the_bundle_names_no_work(words_announced):
    content = b"".join(bundle.files_of(words_announced.edition).values()).decode()
    found_words = {pk: words.found_in(content) for pk, words in words_announced.planted.items()}
    assert set().union(*found_words.values()) == set()


def test_words_of_one_work_are_not_those_of_another():
    assert Planted(11).found_in(Planted(12).title) == set()


def test_what_is_not_agreed_to_does_not_reach_the_room_of_the_vote(words_in_the_vote):
    copy = Sealing.objects.get(version__entry=words_in_the_vote.variants["silent"])
    assert Candidate.objects.get(code=copy.vote_code).summary == ""
