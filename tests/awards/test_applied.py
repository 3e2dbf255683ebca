"""After the prize: the entrant reports, a unit or the secretariat confirms, and the public reads
what is confirmed and agreed to.
"""

import datetime
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership
from awards import applied, permissions
from awards.models import AppliedCheck, AppliedReport, AwardDecision
from cms import facts
from cms.numbers.page import numbers_of
from competition import clock, unit_tree
from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger.models import Event
from tests import guards
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.awards import AppliedCheckFactory, AppliedReportFactory
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SAID = {
    "place": "Hợp tác xã Chè Đồi Xanh",
    "unit": None,
    "since": datetime.date(2030, 1, 2),
    "indicator": "Nước tưới Zqụ",
    "measure": "m³ mỗi sào",
    "before": Decimal(100),
    "after": Decimal(62),
    "publishes": True,
}


@pytest.fixture
def contest(awarded):
    cache.clear()
    with clock.set_to(awarded.at(200)):
        yield awarded


@pytest.fixture
def award(contest):
    return facts.all_winners()[0]


def reported(contest, award, **changes) -> AppliedReport:
    return applied.report_use(
        award=award, by=award.entry.owner, at=contest.at(200), **SAID | changes
    )


def focal_point(contest, unit):
    person = UserFactory(unit=unit)
    grant(person, Membership.Role.FOCAL_POINT, edition_id=contest.edition.pk, unit=unit)
    return person


def lines(contest) -> list[str]:
    told = Event.objects.filter(chain__name=contest.edition.chain, verb__startswith="use.")
    return list(told.order_by("pk").values_list("verb", flat=True))


class TestReporting:
    def test_it_is_kept_with_its_line(self, contest, award):
        made = reported(contest, award)
        assert (made.change, lines(contest)) == (Decimal(-38), ["use.reported"])

    def test_only_the_entrant_reports(self, contest, award):
        with unchanged(), pytest.raises(NotAllowed):
            applied.report_use(award=award, by=contest.cast.secretary, at=contest.at(200), **SAID)

    def test_nothing_before_the_announcement(self, contest, award):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        with unchanged(), pytest.raises(WrongState):
            reported(contest, award)

    @pytest.mark.parametrize(
        "changes",
        [
            {"place": " "},
            {"indicator": ""},
            {"measure": "  "},
            {"since": datetime.date(2049, 1, 1)},
        ],
    )
    def test_what_says_nothing_is_refused(self, contest, award, changes):
        with unchanged(), pytest.raises(Refused):
            reported(contest, award, **changes)

    def test_one_work_has_so_many_at_most(self, contest, award, monkeypatch):
        monkeypatch.setattr(applied, "MOST_REPORTS", 1)
        reported(contest, award)
        with unchanged(), pytest.raises(Refused):
            reported(contest, award)

    def test_a_measure_that_was_nothing_has_no_change(self, contest, award):
        assert reported(contest, award, before=Decimal(0)).change is None


class TestAMergedUnit:
    @pytest.fixture
    def merged(self, contest, award):
        """(the report of a place whose unit was merged, the unit in its place)"""
        top = UnitFactory()
        old, new = UnitFactory(parent=top), UnitFactory(parent=top)
        report = reported(contest, award, unit=old)
        secretary, at = contest.cast.secretary, contest.at(200)
        unit_tree.merge(edition=contest.edition, unit=old, into=new, by=secretary, at=at)
        return AppliedReport.objects.get(pk=report.pk), new

    def test_the_report_stays_as_it_was_written(self, merged):
        report, new = merged
        assert report.unit_id != new.pk

    def test_who_speaks_for_the_new_one_may_look_at_it(self, contest, merged):
        report, new = merged
        assert permissions.can_check_report(focal_point(contest, new), report)

    def test_who_speaks_for_another_one_may_not(self, contest, merged):
        report, _new = merged
        assert not permissions.can_check_report(focal_point(contest, UnitFactory()), report)


class TestChecking:
    def test_the_secretariat_confirms(self, contest, award):
        made = reported(contest, award)
        applied.confirm(report=made, by=contest.cast.secretary, at=contest.at(201))
        assert (made.check_row.unit, lines(contest)[-1]) == (None, "use.confirmed")

    def test_the_focal_point_of_the_place_does_in_its_name(self, contest, award):
        unit = UnitFactory(name="Xã La Bằng Zq")
        made = reported(contest, award, unit=unit)
        person = focal_point(contest, unit)
        assert list(applied.waiting_for(person)) == [made]
        applied.confirm(report=made, by=person, at=contest.at(201))
        assert made.check_row.unit == unit
        assert list(applied.waiting_for(person)) == []

    def test_that_of_another_unit_does_not(self, contest, award):
        made = reported(contest, award, unit=UnitFactory())
        other = focal_point(contest, UnitFactory())
        assert list(applied.waiting_for(other)) == []
        with unchanged(), pytest.raises(NotAllowed):
            applied.confirm(report=made, by=other, at=contest.at(201))

    def test_nobody_confirms_an_own_work(self, contest, award):
        owner = award.entry.owner
        grant(owner, Membership.Role.SECRETARIAT, edition_id=contest.edition.pk)
        made = reported(contest, award)
        with unchanged(), pytest.raises(NotAllowed):
            applied.confirm(report=made, by=owner, at=contest.at(201))

    def test_a_refusal_needs_a_reason(self, contest, award):
        made = reported(contest, award)
        with unchanged(), pytest.raises(Refused):
            applied.decline(report=made, reason=" ", by=contest.cast.secretary, at=contest.at(201))
        applied.decline(report=made, reason="Chưa", by=contest.cast.secretary, at=contest.at(201))
        assert (made.check_row.is_confirmed, lines(contest)[-1]) == (False, "use.declined")

    def test_it_is_looked_at_once(self, contest, award):
        made = AppliedCheckFactory(report=reported(contest, award)).report
        with unchanged(), pytest.raises(WrongState):
            applied.confirm(report=made, by=contest.cast.secretary, at=contest.at(201))


class TestPublication:
    def test_the_entrant_takes_it_back(self, contest, award):
        made = reported(contest, award)
        applied.set_publication(report=made, publishes=False, by=made.by, at=contest.at(201))
        made.refresh_from_db()
        assert (made.publishes, lines(contest)[-1]) == (False, "use.publication")

    def test_nobody_else_does(self, contest, award):
        made = reported(contest, award)
        with unchanged(), pytest.raises(NotAllowed):
            applied.set_publication(
                report=made, publishes=False, by=contest.cast.secretary, at=contest.at(201)
            )

    def test_what_is_so_stays_so(self, contest, award):
        made = reported(contest, award)
        with unchanged(), pytest.raises(WrongState):
            applied.set_publication(report=made, publishes=True, by=made.by, at=contest.at(201))

    @pytest.mark.parametrize(
        ("publishes", "is_confirmed", "is_shown"),
        [(True, True, True), (False, True, False), (True, False, False), (True, None, False)],
    )
    def test_the_page_of_the_work_and_the_numbers(
        self, contest, award, client, publishes, is_confirmed, is_shown
    ):
        made = reported(contest, award, publishes=publishes)
        if is_confirmed is not None:
            AppliedCheckFactory(report=made, is_confirmed=is_confirmed, reason="Chưa")
        text = client.get(facts.winner(award, clock.now()).address).content.decode()
        assert ("Nước tưới Zqụ" in text) == is_shown
        cache.clear()
        numbers = numbers_of("", contest.edition, False, clock.now())
        assert numbers.counts.applied == int(is_shown)


class TestThePages:
    def form(self, **changes) -> dict:
        told = {"since": "2/1/2030", "before": "100", "after": "62,5", "unit": ""}
        return SAID | {"publishes": "on"} | told | changes

    def test_an_entrant_reports(self, contest, award, client):
        client.force_login(award.entry.owner)
        address = reverse("report_use", args=[award.pk])
        assert address in client.get(reverse("after_prize")).content.decode()
        assert client.post(address, self.form()).status_code == 302
        assert award.reports.get().after == Decimal("62.5")

    def test_bad_input_is_kept(self, contest, award, client):
        client.force_login(award.entry.owner)
        answer = client.post(reverse("report_use", args=[award.pk]), self.form(since="hôm qua"))
        assert answer.status_code == 422
        assert "hôm qua" in answer.content.decode()
        assert "Hợp tác xã Chè Đồi Xanh" in answer.content.decode()

    def test_it_is_told_that_it_has_come_in(self, contest, award, client):
        client.force_login(award.entry.owner)
        page = client.post(reverse("report_use", args=[award.pk]), self.form(), follow=True)
        assert "Báo cáo đã được nhận" in page.content.decode()

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"since": "2/1/2039"}, "since", "chậm nhất là hôm nay"),
            ({"before": "-5"}, "before", "từ 0 trở lên"),
            ({"after": "1,234.5"}, "after", "Hãy ghi một số, ví dụ 8,5 hoặc 1.234,5."),
            ({"after": "8.500"}, "after", "hiểu theo hai cách"),
        ],
    )
    def test_a_refusal_stands_beside_its_field(self, contest, award, client, changes, field, words):
        client.force_login(award.entry.owner)
        page = client.post(reverse("report_use", args=[award.pk]), self.form(**changes))
        form = page.context["form"]
        assert list(form.errors) == [field]
        assert words in form.errors[field][0]

    def test_strangers_find_nothing(self, contest, award, client):
        client.force_login(contest.cast.voters[0])
        made = reported(contest, award)
        arguments = {"report_use": [award.pk], "unit_reports": []}
        for name, args in arguments.items():
            assert client.get(reverse(name, args=args)).status_code == 404
        for name in ("publish_report", "hide_report"):
            assert client.post(reverse(name, args=[award.pk, made.pk])).status_code == 404

    def test_the_entrant_hides_and_shows_it(self, contest, award, client):
        client.force_login(award.entry.owner)
        made = reported(contest, award)
        client.post(reverse("hide_report", args=[award.pk, made.pk]))
        assert not AppliedReport.objects.get().publishes
        client.post(reverse("publish_report", args=[award.pk, made.pk]))
        assert AppliedReport.objects.get().publishes

    def test_a_focal_point_confirms(self, contest, award, client):
        unit = UnitFactory()
        made = reported(contest, award, unit=unit)
        client.force_login(focal_point(contest, unit))
        assert "Nước tưới Zqụ" in client.get(reverse("unit_reports")).content.decode()
        client.post(reverse("unit_confirm_report", args=[made.pk]))
        assert AppliedCheck.objects.get(report=made).unit == unit

    def test_a_focal_point_says_why_not(self, contest, award, client):
        unit = UnitFactory()
        made = reported(contest, award, unit=unit)
        client.force_login(focal_point(contest, unit))
        address = reverse("unit_decline_report", args=[made.pk])
        assert client.post(address, {"reason": " "}).status_code == 422
        assert client.post(address, {"reason": "Không có ở xã"}).status_code == 302
        assert AppliedCheck.objects.get(report=made).reason == "Không có ở xã"

    def test_that_of_another_unit_finds_nothing(self, contest, award, client):
        made = reported(contest, award, unit=UnitFactory())
        client.force_login(focal_point(contest, UnitFactory()))
        for name in ("unit_confirm_report", "unit_decline_report"):
            assert client.post(reverse(name, args=[made.pk])).status_code == 404

    def test_the_office_confirms_and_declines(self, contest, award, client):
        first = reported(contest, award)
        second = reported(contest, award, indicator="Công")
        client.force_login(contest.cast.secretary)
        slug = contest.edition.slug
        page = client.get(reverse("reports_office", args=[slug])).content.decode()
        assert ("Nước tưới Zqụ" in page, "Công" in page) == (True, True)
        client.post(reverse("confirm_report", args=[slug]), {"report": first.pk})
        client.post(
            reverse("decline_report", args=[slug]), {"report": second.pk, "reason": "Chưa đo"}
        )
        checked = AppliedCheck.objects.order_by("report_id")
        assert [row.is_confirmed for row in checked] == [True, False]

    def test_a_report_of_another_edition_is_not_there(self, contest, client):
        other = AppliedReportFactory()
        client.force_login(contest.cast.secretary)
        address = reverse("confirm_report", args=[contest.edition.slug])
        assert client.post(address, {"report": other.pk}).status_code == 404

    @pytest.mark.counts_queries("reports_office")
    def test_more_reports_cost_the_office_no_more(self, contest, award, client):
        client.force_login(contest.cast.secretary)
        address = reverse("reports_office", args=[contest.edition.slug])

        def queries() -> int:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        reported(contest, award, unit=UnitFactory())
        few = queries()
        for other in facts.all_winners():
            reported(contest, other, unit=UnitFactory())
        assert queries() == few


class TestOneThatSomebodyHasLookedAt:
    """Meanwhile: whoever types a reason reads who it was, and has the reason."""

    TYPED = "Số liệu chưa khớp với sổ của hợp tác xã"

    def declined(self, client, contest, report: int):
        client.force_login(contest.cast.secretary)
        address = reverse("decline_report", args=[contest.edition.slug])
        return client.post(address, {"report": report, "reason": self.TYPED})

    def test_the_office_reads_who_confirmed_it(self, contest, award, client):
        made = reported(contest, award)
        colleague = secretary_of(contest.edition)
        applied.confirm(report=made, by=colleague, at=contest.at(201))
        answer = self.declined(client, contest, made.pk)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert f"{colleague} đã xác nhận báo cáo này" in text
        assert self.TYPED in text

    def test_or_declined_it(self, contest, award, client):
        made = reported(contest, award)
        colleague = secretary_of(contest.edition)
        applied.decline(report=made, reason="Chưa đo", by=colleague, at=contest.at(201))
        text = self.declined(client, contest, made.pk).content.decode()
        assert f"{colleague} đã trả lời là không xác nhận" in text

    def test_so_does_the_focal_point(self, contest, award, client):
        unit = UnitFactory()
        made = reported(contest, award, unit=unit)
        applied.confirm(report=made, by=contest.cast.secretary, at=contest.at(201))
        client.force_login(focal_point(contest, unit))
        address = reverse("unit_decline_report", args=[made.pk])
        answer = client.post(address, {"reason": self.TYPED})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert f"{contest.cast.secretary} đã xác nhận báo cáo này" in text
        assert self.TYPED in text

    def test_one_of_another_unit_stays_unknown(self, contest, award, client):
        made = reported(contest, award, unit=UnitFactory())
        applied.confirm(report=made, by=contest.cast.secretary, at=contest.at(201))
        client.force_login(focal_point(contest, UnitFactory()))
        address = reverse("unit_decline_report", args=[made.pk])
        answer = client.post(address, {"reason": self.TYPED})
        assert answer.status_code == 404
        assert "đã xác nhận báo cáo này" not in answer.content.decode()

    def test_so_does_one_of_another_edition(self, contest, client):
        other = AppliedCheckFactory().report
        answer = self.declined(client, contest, other.pk)
        assert answer.status_code == 404
        assert "đã xác nhận báo cáo này" not in answer.content.decode()
