"""A work that won has a page of its own: it shows what its entrant agreed to, and is not there
before the announcement, under embargo, nor after a revocation.
"""

import datetime
import io

import pytest
from django.forms.models import apply_limit_choices_to_to_formfield
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from awards.certificates import issue, verify
from awards.models import Award, AwardDecision, Certificate
from cms import facts, works
from cms.models import EnglishSummary
from competition import clock
from competition.models import Question
from foundation.jobs.drain import drain
from foundation.vault import store
from submissions.models import Attachment, Entry
from tests import guards
from tests.factories.awards import CertificateFactory
from tests.factories.cms import EnglishSummaryFactory
from tests.factories.competition import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced(awarded):
    with clock.set_to(awarded.at(94)):
        if not Certificate.objects.exists():
            issue.issue(decision=awarded.decision, by=awarded.cast.secretary, at=awarded.at(94))
            drain()
        yield awarded


@pytest.fixture
def award(announced) -> Award:
    return facts.all_winners()[0]


def agree(award, **columns) -> None:
    Entry.objects.filter(pk=award.entry_id).update(**columns)


def page_of(client, award, language="vi"):
    with override(language):
        return client.get(reverse("work", args=[facts.number_of(award.entry)]))


def text_of(client, award, language="vi") -> str:
    return page_of(client, award, language).content.decode()


class TestWhoHasAPage:
    def test_every_winner_has_one(self, announced, client):
        answers = {page_of(client, award).status_code for award in facts.all_winners()}
        assert answers == {200}

    def test_none_before_the_announcement(self, award, client):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        assert page_of(client, award).status_code == 404

    def test_none_for_a_work_without_a_prize(self, announced, client):
        won = announced.decision.awards.values("entry")
        entry = Entry.objects.filter(edition=announced.edition).exclude(pk__in=won).first()
        entry = entry or Entry.objects.create(
            edition=announced.edition,
            owner=announced.cast.entrants[0],
            receipt_number="KHAC-2030-0009",
        )
        address = reverse("work", args=[facts.number_of(entry)])
        assert client.get(address).status_code == 404

    def test_none_under_embargo(self, award, client):
        agree(award, embargo_until=clock.now().date() + datetime.timedelta(days=9))
        assert page_of(client, award).status_code == 404

    def test_none_after_the_prize_was_revoked(self, announced, award, client):
        verify.revoke(
            certificate=award.certificates.get(author=None),
            reason="Chép bài",
            by=announced.cast.secretary,
            at=announced.at(95),
        )
        page = page_of(client, award)
        assert page.status_code == 410
        assert "Giải thưởng này đã bị thu hồi" in page.content.decode()
        assert award.entry.title not in page.content.decode()

    def test_of_one_under_embargo_nobody_learns_that_it_was_revoked(self, announced, award, client):
        agree(award, embargo_until=clock.now().date() + datetime.timedelta(days=9))
        verify.revoke(
            certificate=award.certificates.get(author=None),
            reason="Chép bài",
            by=announced.cast.secretary,
            at=announced.at(95),
        )
        assert page_of(client, award).status_code == 404

    def test_none_of_a_withdrawn_work(self, award, client):
        agree(award, status=Entry.Status.WITHDRAWN)
        assert page_of(client, award).status_code == 404

    def test_accents_of_a_prefix_are_left_out_of_the_address(self, award, client):
        agree(award, receipt_number="ĐMST-2030-0777")
        assert client.get("/cong-trinh/dmst-2030-0777/").status_code == 200


class TestWhatIsSaid:
    def test_names_only_by_consent(self, award, client):
        name = award.entry.authors.first().full_name
        agree(award, publish_names=False)
        unnamed = text_of(client, award)
        agree(award, publish_names=True)
        assert (name in unnamed, name in text_of(client, award)) == (False, True)

    def test_the_summary_only_by_consent(self, award, client):
        agree(award, summary="Zqtom tắt", publish_summary=False)
        kept = text_of(client, award)
        agree(award, publish_summary=True)
        assert ("Zqtom" in kept, "Zqtom" in text_of(client, award)) == (False, True)

    def test_council_and_vote_add_up_to_the_score(self, award):
        parts = works.parts_of(award)
        assert len(parts) == 2
        assert sum(part.points for part in parts) == award.final_score

    def test_parts_that_give_another_score_are_not_shown(self, award):
        award.final_score += 1
        assert works.parts_of(award) == []

    def test_its_certificate_leads_to_the_check(self, award, client):
        assert award.certificates.get(author=None).get_absolute_url() in text_of(client, award)

    def test_a_certificate_without_a_file_does_not(self, award, client):
        drawn = award.certificates.get(author=None)
        other = CertificateFactory(award=award)
        assert other.serial not in text_of(client, award)
        assert drawn.serial in text_of(client, award)

    def test_both_languages_lead_to_each_other(self, award, client):
        assert f'href="/en/cong-trinh/{facts.number_of(award.entry)}/"' in text_of(client, award)
        english = text_of(client, award, "en")
        assert f'href="/cong-trinh/{facts.number_of(award.entry)}/"' in english
        assert "What it solves" in english

    def test_shared_links_have_a_card(self, award, client, settings):
        address = reverse("work_card", args=[facts.number_of(award.entry)])
        card = client.get(address)
        assert f'content="{settings.SITE_URL}{address}"' in text_of(client, award)
        assert Image.open(io.BytesIO(card.content)).size == (1200, 630)

    def test_the_hall_leads_to_it(self, award):
        assert facts.winner(award, clock.now()).address == reverse(
            "work", args=[facts.number_of(award.entry)]
        )

    def test_nothing_leads_to_one_under_embargo(self, award):
        agree(award, embargo_until=clock.now().date() + datetime.timedelta(days=9))
        award.entry.refresh_from_db()
        assert facts.winner(award, clock.now()).address == ""


class TestNeighbours:
    def test_they_are_those_of_the_same_prize(self, announced):
        in_order = list(announced.decision.awards.order_by("rank"))
        tier = in_order[0].tier
        with guards.lifted():
            Award.objects.update(tier=tier)
        middle = works.work_of(facts.all_winners().get(pk=in_order[1].pk))
        assert middle.previous.rank == in_order[0].rank
        assert middle.following.rank == in_order[2].rank
        agree(in_order[0], embargo_until=clock.now().date() + datetime.timedelta(days=9))
        middle = works.work_of(facts.all_winners().get(pk=in_order[1].pk))
        assert middle.previous is None

    def test_equals_lead_to_each_other(self, announced):
        first, second = announced.decision.awards.order_by("rank", "pk")[:2]
        with guards.lifted():
            Award.objects.update(tier=first.tier)
            Award.objects.filter(pk__in=[first.pk, second.pk]).update(rank=1)
        one, other = sorted([first, second], key=lambda award: award.pk)
        shown = works.work_of(facts.all_winners().get(pk=one.pk))
        assert shown.following.face.title == other.entry.title
        shown = works.work_of(facts.all_winners().get(pk=other.pk))
        assert shown.previous.face.title == one.entry.title


def picture_in(entry: Entry, colour: str, part: str = "") -> Attachment:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(drawn, "PNG")
    return Attachment.objects.create(
        entry=entry,
        blob=store.put(drawn.getvalue(), media_type="image/png"),
        name=f"{colour}.png",
        caption=f"Ảnh {colour}",
        part=part,
        verdict=Attachment.Verdict.CLEARED,
    )


class TestPictures:
    @pytest.fixture
    def entry(self, award) -> Entry:
        award.entry.attachments.filter(blob__media_type__startswith="image/").delete()
        picture_in(award.entry, "green")
        agree(award, publish_pictures=True)
        return award.entry

    def address(self, award, place=1) -> str:
        return reverse("work_picture", args=[facts.number_of(award.entry), place])

    def test_they_are_shown_by_consent(self, award, entry, client):
        assert self.address(award) in text_of(client, award)
        assert client.get(self.address(award)).headers["Content-Type"] == "image/webp"

    def test_without_consent_there_are_none(self, award, entry, client):
        agree(award, publish_pictures=False)
        assert self.address(award) not in text_of(client, award)
        assert client.get(self.address(award)).status_code == 404

    def test_scans_of_papers_are_no_pictures(self, award, entry):
        paper = QuestionFactory.build(edition=entry.edition, key="don", type="file")
        Question.objects.bulk_create([paper])  # the form is frozen by now
        picture_in(entry, "red", part="don")
        award = facts.all_winners().get(pk=award.pk)
        shown = works.pictures_of(award, clock.now())
        assert [one.caption for one in shown] == ["Ảnh green"]

    def test_one_that_was_not_checked_is_not_shown(self, award, entry):
        entry.attachments.update(verdict=Attachment.Verdict.UNSCANNED)
        award = facts.all_winners().get(pk=award.pk)
        assert works.pictures_of(award, clock.now()) == []


def test_a_page_costs_as_much_for_any_work(announced, client, django_assert_max_num_queries):
    award = facts.all_winners()[0]
    page_of(client, award)
    with django_assert_max_num_queries(22):
        page_of(client, award)


class TestInEnglish:
    def test_readers_of_english_read_what_editors_wrote(self, award, client):
        agree(award, publish_summary=True)
        summary = EnglishSummaryFactory(entry=award.entry)
        page = text_of(client, award, "en")
        assert summary.title in page
        assert summary.text in page
        assert summary.title not in text_of(client, award)

    def test_a_summary_that_is_not_public_is_not_told_in_english(self, award, client):
        agree(award, publish_summary=False)
        summary = EnglishSummaryFactory(entry=award.entry)
        assert summary.text not in text_of(client, award, "en")

    def choices(self) -> set[int]:
        field = EnglishSummary._meta.get_field("entry").formfield()
        apply_limit_choices_to_to_formfield(field)
        return set(field.queryset.values_list("pk", flat=True))

    def test_editors_choose_among_works_that_won(self, award, client):
        assert award.entry_id in self.choices()
        assert len(self.choices()) == Award.objects.count()

    def test_before_the_announcement_they_are_shown_none(self, award, client):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        assert self.choices() == set()

    def test_a_work_under_embargo_is_not_among_them(self, award, client):
        agree(award, embargo_until=clock.now().date() + datetime.timedelta(days=9))
        assert award.entry_id not in self.choices()
