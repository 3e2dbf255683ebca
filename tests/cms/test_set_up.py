"""The set-up page: ten parts, what each lacks, and the forms that change a draft."""

from decimal import Decimal

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Membership
from cms.setup import parts
from competition import clock, setting_up
from competition.errors import Frozen, NotAllowed, Refused
from competition.models import Edition, EntryKind, JointRequest, PrizeTier, Publication
from competition.setting_up import TypedRow
from tests.beside import secretary_of, untouched
from tests.factories.competition import EditionFactory, PhaseFactory, SchemeFactory
from tests.factories.judging import JudgeFactory, PanelFactory, RoundFactory
from tests.factories.moments import NOON, days
from tests.joint import member_of
from tests.reading import seen

pytestmark = pytest.mark.django_db
BUTTONS = [
    "keep_papers",
    "keep_fields",
    "keep_kinds",
    "keep_criteria",
    "keep_timetable",
    "keep_vote",
    "keep_prizes",
    "publish_set_up",
]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition(drafted) -> Edition:
    """Complete rules, ten days before anything begins."""
    return drafted


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def page_of(office, edition):
    return office.get(reverse("set_up", args=[edition.slug]))


def form_of(office, edition, route: str) -> dict[str, str]:
    """Everything that the form of this button shows."""
    page = lxml.html.document_fromstring(page_of(office, edition).content)
    address = reverse(route, args=[edition.slug])
    form = next(form for form in page.forms if form.action == address)
    return dict(form.form_values())


def pressed(office, edition, route: str, **changes: str):
    values = form_of(office, edition, route) | changes
    return office.post(reverse(route, args=[edition.slug]), values)


def part(edition, name: str) -> parts.Part:
    edition = Edition.objects.get(pk=edition.pk)
    return next(part for part in parts.parts_of(edition) if part.name == name)


def words(edition, name: str) -> str:
    return " ".join(todo.words for todo in part(edition, name).todos)


class TestThePage:
    def test_it_has_ten_parts(self, edition):
        assert len(parts.parts_of(edition)) == 10

    def test_each_stands_on_it(self, office, edition):
        page = lxml.html.document_fromstring(page_of(office, edition).content)
        slugs = [part.slug for part in parts.parts_of(edition)]
        assert [place for place in slugs if page.get_element_by_id(place, None) is None] == []

    def test_the_desk_leads_to_it(self, office, edition):
        desk = office.get(reverse("edition_desk", args=[edition.slug]))
        assert reverse("set_up", args=[edition.slug]) in seen(desk)

    def test_a_holiday_is_marked_on_the_chart(self, office, edition):
        assert 'class="holiday"' in page_of(office, edition).content.decode()

    def test_each_phase_has_a_bar(self, office, edition):
        page = page_of(office, edition).content.decode()
        assert page.count('class="bar"') == edition.phases.count()

    @pytest.mark.parametrize("route", ["set_up", "preview_visitor", "preview_entrant"])
    def test_another_editions_secretary_gets_404(self, client, edition, route):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse(route, args=[edition.slug])).status_code == 404

    @pytest.mark.parametrize("route", BUTTONS)
    def test_nor_do_the_buttons_know_them(self, client, edition, route):
        client.force_login(secretary_of(EditionFactory()))
        with untouched(edition, *edition.phases.all(), *edition.tiers.all()):
            answer = client.post(reverse(route, args=[edition.slug]), {})
        assert answer.status_code == 404

    def test_a_member_of_the_committee_gets_404(self, client, edition):
        client.force_login(member_of(edition))
        assert client.get(reverse("set_up", args=[edition.slug])).status_code == 404


class TestWhatIsLeftToDo:
    def test_the_day_of_the_first_phase_is_the_one_here(self, edition):
        """Midnight in the province is still the day before in Greenwich."""
        assert part(edition, "timetable").summary == "15/03/2030"

    def test_a_complete_part_is_done(self, edition):
        assert part(edition, "prizes").is_done

    def test_without_a_committee(self, edition, secretary):
        assert "Ban Tổ chức chưa có ai" in words(edition, "panels")

    def test_with_one(self, edition, secretary):
        member_of(edition)
        assert "Ban Tổ chức chưa có ai" not in words(edition, "panels")

    def test_somebody_on_another_committee_is_none_here(self, edition, secretary):
        member_of(EditionFactory())
        assert "Ban Tổ chức chưa có ai" in words(edition, "panels")

    def test_it_leads_to_the_roles(self, edition):
        todo = part(edition, "panels").todos[0]
        assert todo.url == reverse("edition_roles", args=[edition.slug])

    def test_a_panel_without_a_chair(self, edition):
        panel = PanelFactory(round=RoundFactory(edition=edition), name="Hội đồng Y dược")
        JudgeFactory(panel=panel)
        assert "Hội đồng Y dược chưa có chủ tịch" in words(edition, "panels")

    def test_with_one_it_has(self, edition):
        panel = PanelFactory(round=RoundFactory(edition=edition))
        JudgeFactory(panel=panel, position=Membership.Role.CHAIR)
        assert "chưa có chủ tịch" not in words(edition, "panels")

    def test_a_chair_who_declined_is_none(self, edition):
        panel = PanelFactory(round=RoundFactory(edition=edition))
        JudgeFactory(panel=panel, position=Membership.Role.CHAIR, declined_at=NOON)
        assert "chưa có chủ tịch" in words(edition, "panels")

    def test_points_that_do_not_add_up(self, edition):
        edition.schemes.update(vote_max=10)
        assert "Tổng điểm là 90" in words(edition, "criteria")

    def test_points_that_do(self, edition):
        assert "Tổng điểm" not in words(edition, "criteria")

    def test_an_end_on_a_holiday(self, edition):
        edition.phases.filter(kind="announcement").update(closes_at="2030-09-02T10:00:00Z")
        assert "2/9/2030 (Quốc khánh)" in words(edition, "timetable").replace("02/09", "2/9")

    def test_the_next_working_day_is_said(self, edition):
        edition.phases.filter(kind="announcement").update(closes_at="2030-09-02T10:00:00Z")
        assert "4/9/2030 là ngày làm việc" in words(edition, "timetable").replace("04/09", "4/9")

    def test_phases_that_overlap(self, edition):
        judging = edition.phase("judging")
        edition.phases.filter(kind="ratification").update(
            opens_at=judging.opens_at, closes_at=judging.closes_at
        )
        assert "chưa xong" in words(edition, "timetable")

    def test_a_gap_in_the_rules_stops(self, edition):
        edition.tiers.all().delete()
        assert part(edition, "prizes").is_missing

    def test_a_missing_signer_only_warns(self, edition):
        Edition.objects.filter(pk=edition.pk).update(signer_name="")
        found = part(edition, "papers")
        assert (found.is_done, found.is_missing) == (False, False)

    def test_the_page_says_how_many(self, office, edition):
        count = len(parts.todos_of(parts.parts_of(edition)))
        assert f"Còn {count} việc trước khi mở" in seen(page_of(office, edition))

    def test_what_stops_stands_first(self, edition):
        edition.tiers.all().delete()
        todos = parts.todos_of(parts.parts_of(edition))
        stopping = [todo.stops for todo in todos]
        assert stopping == sorted(stopping, reverse=True)


class TestForms:
    def test_the_dates_of_all_phases_at_once(self, office, edition):
        typed = {"lich-voting-opens": "12/6/2030 8:00", "lich-voting-closes": "8h30 14/6/2030"}
        pressed(office, edition, "keep_timetable", **typed)
        voting = Edition.objects.get(pk=edition.pk).phase("voting")
        assert voting.closes_at.isoformat() == "2030-06-14T01:30:00+00:00"

    def test_other_phases_stay(self, office, edition):
        with untouched(edition.phase("judging")):
            pressed(office, edition, "keep_timetable", **{"lich-voting-closes": "14/6/2030 8:00"})

    def test_an_end_before_the_beginning_is_said_beside_it(self, office, edition):
        answer = pressed(
            office, edition, "keep_timetable", **{"lich-voting-closes": "1/1/2030 8:00"}
        )
        assert answer.status_code == 422
        assert "Kết thúc phải sau bắt đầu" in seen(answer)

    def test_what_was_typed_stays(self, office, edition):
        answer = pressed(office, edition, "keep_timetable", **{"lich-voting-closes": "mai"})
        assert 'value="mai"' in answer.content.decode()

    def test_a_phase_without_dates_is_taken_away(self, office, edition):
        typed = {"lich-voting-opens": "", "lich-voting-closes": ""}
        pressed(office, edition, "keep_timetable", **typed)
        assert Edition.objects.get(pk=edition.pk).phase("voting") is None

    def test_one_date_alone_is_refused(self, office, edition):
        answer = pressed(office, edition, "keep_timetable", **{"lich-voting-opens": ""})
        assert "cả ngày bắt đầu và ngày kết thúc" in seen(answer)

    def test_a_criterions_points(self, office, edition):
        pressed(office, edition, "keep_criteria", **{"tieu-chi-1-0-max_points": "25"})
        scheme = edition.schemes.get()
        assert scheme.criteria.first().max_points == 25

    def test_the_councils_share_is_their_sum(self, office, edition):
        pressed(office, edition, "keep_criteria", **{"tieu-chi-1-0-max_points": "25"})
        assert edition.schemes.get().council_max == 85

    def test_step_and_knock_out_mark(self, office, edition):
        typed = {"tieu-chi-1-0-step": "0,25", "tieu-chi-1-0-pass_mark": "5"}
        pressed(office, edition, "keep_criteria", **typed)
        first = edition.schemes.get().criteria.first()
        assert (first.step, first.pass_mark) == (Decimal("0.25"), 5)

    def test_a_criterion_more(self, office, edition):
        typed = {"tieu-chi-1-3-name": "Trình bày", "tieu-chi-1-3-max_points": "10"}
        pressed(office, edition, "keep_criteria", **typed)
        assert edition.schemes.get().criteria.last().name == "Trình bày"

    def test_a_criterion_less(self, office, edition):
        pressed(office, edition, "keep_criteria", **{"tieu-chi-1-0-remove": "on"})
        assert edition.schemes.get().criteria.count() == 2

    def test_the_empty_line_is_no_criterion(self, office, edition):
        pressed(office, edition, "keep_criteria")
        assert edition.schemes.get().criteria.count() == 3

    def test_a_knock_out_mark_above_the_points(self, office, edition):
        answer = pressed(office, edition, "keep_criteria", **{"tieu-chi-1-0-pass_mark": "21"})
        assert answer.status_code == 422
        assert "Điểm liệt cao hơn" in seen(answer)

    def test_the_spread_that_asks_for_discussion(self, office, edition):
        pressed(office, edition, "keep_criteria", **{"vong-1-spread_limit": "15"})
        assert edition.schemes.get().spread_limit == 15

    def test_a_round_of_another_edition_is_not_known(self, office, edition):
        other = SchemeFactory(order=9)
        with untouched(other):
            answer = pressed(office, edition, "keep_criteria", round="9")
        assert answer.status_code == 404

    def test_a_prize_has_another_count(self, office, edition):
        pressed(office, edition, "keep_prizes", **{"giai-3-count": "12"})
        assert edition.tiers.last().count == 12

    def test_money_as_it_is_written(self, office, edition):
        pressed(office, edition, "keep_prizes", **{"giai-3-money": "6.000.000"})
        assert edition.tiers.last().money == 6_000_000

    def test_a_row_of_another_edition_is_passed_over(self, office, edition):
        other = PrizeTier.objects.create(edition=EditionFactory(), name="Giải khác", count=1)
        with untouched(other):
            pressed(office, edition, "keep_prizes", **{"giai-3-row": str(other.pk)})

    def test_a_field_is_renamed(self, office, edition):
        pressed(office, edition, "keep_fields", **{"linh-vuc-0-name": "Nông nghiệp số"})
        assert edition.fields.first().name == "Nông nghiệp số"

    def test_a_new_field_gets_a_code(self, office, edition):
        pressed(office, edition, "keep_fields", **{"linh-vuc-6-name": "Chuyển đổi số"})
        assert edition.fields.last().code == "CHUYEND"

    def test_a_line_without_a_name_is_refused(self, office, edition):
        answer = pressed(office, edition, "keep_fields", **{"linh-vuc-0-name": ""})
        assert answer.status_code == 422
        assert "Hãy ghi tên" in seen(answer)

    def test_a_kind_is_taken_away(self, office, edition):
        pressed(office, edition, "keep_kinds", **{"loai-0-remove": "on"})
        assert edition.kinds.count() == 3

    def test_not_one_with_questions_of_its_own(self, office, edition):
        edition.questions.filter(key="content").update(kind=edition.kinds.first())
        answer = pressed(office, edition, "keep_kinds", **{"loai-0-remove": "on"})
        assert answer.status_code == 422
        assert edition.kinds.count() == 4

    def test_the_vote_gives_other_points(self, office, edition):
        pressed(office, edition, "keep_vote", **{"binh-chon-vote_max": "15"})
        assert edition.schemes.get().vote_max == 15

    def test_without_a_vote_it_gives_none(self, office, edition):
        answer = pressed(office, edition, "keep_vote", **{"binh-chon-vote_formula": "none"})
        assert answer.status_code == 422

    def test_the_decision(self, office, edition):
        typed = {"giay-to-decision_number": "20/QĐ", "giay-to-decision_date": "1/2/2030"}
        pressed(office, edition, "keep_papers", **typed)
        stored = Edition.objects.get(pk=edition.pk)
        assert (stored.decision_number, str(stored.decision_date)) == ("20/QĐ", "2030-02-01")

    def test_lines_that_nobody_touched_are_as_they_were(self, office, edition):
        typed = {"giay-to-organiser_lines": "\r\n".join(edition.organiser_lines.splitlines())}
        with untouched(edition):
            pressed(office, edition, "keep_papers", **typed)

    def test_publishing_is_asked_for_here(self, office, edition):
        member_of(edition)
        pressed(office, edition, "publish_set_up", decision_number="20/QĐ", reason="Đã đối chiếu")
        assert JointRequest.objects.get(edition=edition).kind == "publication"

    def test_with_a_gap_the_button_is_dead_and_says_why(self, office, edition):
        edition.tiers.all().delete()
        page = seen(page_of(office, edition))
        assert "Thể lệ còn thiếu hoặc mâu thuẫn" in page
        assert reverse("publish_set_up", args=[edition.slug]) not in page


class TestPublished:
    @pytest.fixture
    def published(self, edition):
        Publication.objects.create(edition=edition, at=NOON)
        return edition

    def test_the_page_leads_to_a_correction(self, office, published):
        assert reverse("edition:edit", args=[published.pk]) in seen(page_of(office, published))

    def test_the_forms_have_no_button(self, office, published):
        assert "Lưu tiêu chí" not in seen(page_of(office, published))

    @pytest.mark.parametrize(
        ("route", "changes"),
        [
            ("keep_prizes", {"giai-0-count": "9"}),
            ("keep_papers", {"giay-to-signer_name": "Lê An"}),
            ("keep_criteria", {"tieu-chi-1-0-max_points": "25", "round": "1"}),
        ],
    )
    def test_nothing_is_written_around_it(self, office, edition, route, changes):
        typed = form_of(office, edition, route) | changes
        Publication.objects.create(edition=edition, at=NOON)
        with untouched(edition, *edition.tiers.all(), *edition.schemes.get().criteria.all()):
            answer = office.post(reverse(route, args=[edition.slug]), typed)
        assert answer.status_code == 422

    def test_nor_by_the_verbs(self, published, secretary):
        dates = {"voting": None}
        with pytest.raises(Frozen):
            setting_up.keep_timetable(edition=published, dates=dates, by=secretary)


class TestVerbs:
    @pytest.fixture
    def stranger(self):
        return secretary_of(EditionFactory())

    def test_papers(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_papers(edition=edition, columns={}, by=stranger)

    def test_dates(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_timetable(edition=edition, dates={}, by=stranger)

    def test_fields(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_fields(edition=edition, rows=[], by=stranger)

    def test_kinds(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_kinds(edition=edition, rows=[], by=stranger)

    def test_prizes(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_prizes(edition=edition, rows=[], by=stranger)

    def test_criteria(self, edition, stranger):
        with pytest.raises(NotAllowed):
            setting_up.keep_criteria(scheme=edition.schemes.get(), rows=[], columns={}, by=stranger)

    def test_the_vote_without_a_round(self):
        edition = EditionFactory()
        with pytest.raises(Refused, match="thang điểm"):
            setting_up.keep_vote(edition=edition, columns={}, by=secretary_of(edition))

    def test_a_beginning_that_is_over_is_not_moved(self, secretary):
        edition = EditionFactory()
        PhaseFactory(edition=edition)
        dates = {"submission": (days(1), days(30))}
        with pytest.raises(Refused, match="đã bắt đầu"):
            setting_up.keep_timetable(edition=edition, dates=dates, by=secretary_of(edition))

    def test_codes_of_two_fields_of_one_name_differ(self, edition, secretary):
        rows = [TypedRow({"name": "Y tế số", "name_en": ""}) for _number in range(2)]
        setting_up.keep_fields(edition=edition, rows=rows, by=secretary)
        added = edition.fields.filter(name="Y tế số").values_list("code", flat=True)
        assert sorted(added) == ["YTESO", "YTESO2"]

    def test_what_hangs_on_it_keeps_a_row(self, edition, secretary):
        kind = edition.kinds.first()
        edition.questions.filter(key="content").update(kind=kind)
        rows = [TypedRow({}, number=kind.pk, is_removed=True)]
        with pytest.raises(Refused):
            setting_up.keep_kinds(edition=edition, rows=rows, by=secretary)
        assert EntryKind.objects.filter(pk=kind.pk).exists()


@pytest.mark.counts_queries("set_up")
def test_as_many_questions_for_more_rows(office, edition, django_assert_max_num_queries):
    page_of(office, edition)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(200) as captured:
            page_of(office, edition)
        counts.append(len(captured.captured_queries))
        for number in range(10):
            PrizeTier.objects.create(edition=edition, name=f"G{number}", count=1, order=9)
    assert counts[0] == counts[1]
