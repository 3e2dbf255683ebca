"""A prize whose certificate was revoked leaves every public list; the page that verifies the
certificate says it.
"""

import pytest
from django.core.cache import cache
from django.urls import reverse

from awards.certificates import issue, verify
from awards.models import Award, Certificate
from cms import facts, navigation, search
from competition import clock
from foundation.jobs.drain import drain
from tests.factories.awards import CertificateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced(awarded):
    """Every award has its certificate."""
    with clock.set_to(awarded.at(94)):
        if not Certificate.objects.exists():
            issue.issue(decision=awarded.decision, by=awarded.cast.secretary, at=awarded.at(94))
            drain()
        yield awarded


def revoke(contest, certificate) -> None:
    secretary = contest.cast.secretary
    verify.revoke(certificate=certificate, reason="Chép bài", by=secretary, at=contest.at(95))


@pytest.fixture
def revoked(announced) -> Award:
    award = facts.all_winners()[0]
    revoke(announced, award.certificates.get(author=None))
    return award


def of_results(contest) -> list[str]:
    tiers = facts.results_of(contest.edition)["tiers"]
    return [winner.face.title for tier in tiers for winner in tier["winners"]]


def test_it_leaves_the_hall_and_the_results_and_no_other_does(announced, revoked):
    others = announced.decision.awards.exclude(pk=revoked.pk)
    assert set(facts.all_winners()) == set(others)
    assert len(of_results(announced)) == others.count()
    assert revoked.entry.title not in of_results(announced)


def links(award) -> list[str]:
    number = facts.number_of(award.entry)
    return [reverse("work_card", args=[number]), reverse("work_picture", args=[number, 1])]


def test_its_pictures_and_the_card_by_which_it_is_shared_are_gone(announced, client):
    award, other = facts.all_winners()[:2]
    assert client.get(links(award)[0]).status_code == 200
    revoke(announced, award.certificates.get(author=None))
    assert [client.get(link).status_code for link in links(award)] == [404, 404]
    assert client.get(links(other)[0]).status_code == 200


def test_the_search_no_longer_finds_it(announced):
    award, other = facts.all_winners()[:2]

    def found(title: str) -> set[int]:
        return {number for _kind, number in search.everything(title)["cong-trinh"]}

    before = found(award.entry.title)
    revoke(announced, award.certificates.get(author=None))
    assert award.pk in before
    assert award.pk not in found(award.entry.title)
    assert other.pk in found(other.entry.title)


def test_it_leaves_the_search_of_a_machine_that_was_told_nothing(announced):
    """Another machine, whose kept lists nobody has forgotten."""
    award, other = facts.all_winners()[:2]

    def found(title: str) -> set[int]:
        return {number for _kind, number in search.everything(title)["cong-trinh"]}

    assert award.pk in found(award.entry.title)
    kept = {key: cache.get(key) for key in keys_kept()}
    revoke(announced, award.certificates.get(author=None))
    cache.set_many(kept)
    assert award.pk not in found(award.entry.title)
    assert other.pk in found(other.entry.title)


def keys_kept() -> list[str]:
    return [key.split(":", 2)[2] for key in cache._cache]


def test_kept_pages_are_forgotten_with_it(announced):
    stamp = navigation.pages_stamp()
    revoke(announced, facts.all_winners()[0].certificates.get(author=None))
    drain()
    assert navigation.pages_stamp() != stamp


def test_one_that_was_issued_again_stands(announced, revoked):
    CertificateFactory(award=revoked)
    assert revoked in facts.all_winners()


def test_the_page_that_verifies_says_revoked(announced, revoked, client):
    certificate = revoked.certificates.get(author=None)
    page = client.get(reverse("verify_certificate", args=[certificate.verify_id]))
    assert "Chép bài" in page.content.decode()


class TestACertificateOfAnAuthor:
    @pytest.fixture
    def of_author(self, revoked):
        return revoked.certificates.exclude(author=None).first()

    def verified(self, client, certificate) -> str:
        address = reverse("verify_certificate", args=[certificate.verify_id])
        return client.get(address).content.decode()

    def test_ends_with_that_of_the_work(self, of_author, client):
        assert "Chép bài" in self.verified(client, of_author)

    def test_stands_again_with_one_that_is_issued_again(self, of_author, client):
        CertificateFactory(award=of_author.award)
        assert "Chép bài" not in self.verified(client, of_author)

    def test_of_another_work_stands(self, of_author, client):
        other = Certificate.objects.exclude(author=None).exclude(award=of_author.award).first()
        assert "Chép bài" not in self.verified(client, other)
