"""What has begun stays what it is: rules are not thawed by taking a row of the timetable away.

Asked in Wagtail's own form, with everything that it shows sent back as a browser does.
"""

import datetime

import pytest
from django.urls import reverse

from competition import clock
from competition.errors import Frozen
from competition.models import Criterion, Edition, Phase
from tests.beside import secretary_of
from tests.factories.competition import CriterionFactory, EditionFactory, PhaseFactory
from tests.wagtail_forms import sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory()
    now = clock.now().replace(second=0, microsecond=0)  # as times are typed
    PhaseFactory(edition=edition, kind="submission", opens_at=now - 9 * DAY, closes_at=now - DAY)
    PhaseFactory(edition=edition, kind="judging", opens_at=now - DAY, closes_at=now + 9 * DAY)
    PhaseFactory(edition=edition, kind="voting", opens_at=now + 9 * DAY, closes_at=now + 12 * DAY)
    return edition


@pytest.fixture
def office(client, edition):
    client.force_login(secretary_of(edition))
    return client


def place_of(edition, kind: str) -> int:
    """The number of a phase's row in the form: they stand in the order of their opening."""
    return list(edition.phases.values_list("kind", flat=True)).index(kind)


def page_of(edition) -> str:
    return reverse("edition:edit", args=[edition.pk])


class TestThePhases:
    @pytest.mark.parametrize("kind", ["submission", "judging"])
    def test_one_that_has_begun_is_not_taken_away(self, office, edition, kind):
        sent(office, page_of(edition), **{f"phases-{place_of(edition, kind)}-DELETE": "on"})
        assert edition.phases.filter(kind=kind).exists()

    def test_that_is_said_on_the_page_and_what_was_typed_is_there(self, office, edition):
        deleted = f"phases-{place_of(edition, 'judging')}-DELETE"
        answer = sent(office, page_of(edition), place="Nhà văn hóa Đồng Hỷ", **{deleted: "on"})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "đã bắt đầu" in text
        assert "Nhà văn hóa Đồng Hỷ" in text

    def test_nothing_else_of_that_form_is_kept_either(self, office, edition):
        deleted = f"phases-{place_of(edition, 'judging')}-DELETE"
        sent(office, page_of(edition), place="Nhà văn hóa Đồng Hỷ", **{deleted: "on"})
        edition.refresh_from_db()
        assert edition.place != "Nhà văn hóa Đồng Hỷ"

    def test_one_that_has_not_begun_is(self, office, edition):
        sent(office, page_of(edition), **{f"phases-{place_of(edition, 'voting')}-DELETE": "on"})
        assert not edition.phases.filter(kind="voting").exists()

    @pytest.mark.parametrize("kind", ["submission", "judging"])
    def test_one_that_has_begun_does_not_become_another(self, office, edition, kind):
        changed = f"phases-{place_of(edition, kind)}-kind"
        sent(office, page_of(edition), **{changed: "announcement"})
        assert edition.phases.filter(kind=kind).exists()

    def test_no_verb_takes_one_away_either(self, edition):
        with pytest.raises(Frozen):
            edition.phases.get(kind="judging").delete()

    def test_nor_changes_its_kind(self, edition):
        phase = edition.phases.get(kind="judging")
        phase.kind = Phase.Kind.ANNOUNCEMENT
        with pytest.raises(Frozen):
            phase.save()


def criteria_of(edition) -> list[Criterion]:
    """Two, written before anything had begun."""
    with clock.set_to(clock.now() - 20 * DAY):
        first = CriterionFactory(scheme__edition=edition, order=1)
        return [first, CriterionFactory(scheme=first.scheme, order=2)]


class TestTheCriteria:
    def test_one_that_is_judged_by_is_not_taken_away(self, office, edition):
        criterion = criteria_of(edition)[0]
        address = reverse("scheme:edit", args=[criterion.scheme_id])
        answer = sent(office, address, **{"criteria-0-DELETE": "on"})
        assert Criterion.objects.filter(pk=criterion.pk).exists()
        assert answer.status_code == 200

    def test_before_judging_it_is(self, office, edition):
        second = criteria_of(edition)[1]
        edition.phases.filter(kind="judging").update(opens_at=clock.now() + DAY)
        address = reverse("scheme:edit", args=[second.scheme_id])
        sent(office, address, **{"criteria-1-DELETE": "on"})
        assert not Criterion.objects.filter(pk=second.pk).exists()
