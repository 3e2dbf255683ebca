"""The office's first page: the edition in focus, its way, what waits, its figures."""

import datetime
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models import DateField, Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.membership import grant
from accounts.models import Membership, Unit
from awards.models import Complaint
from cms import communes
from cms.workbench import commune_map, drawing, figures, today
from competition import clock
from competition.models import Edition, Phase
from foundation.jobs.models import Job
from foundation.vietnamese.calendar import add_working_days
from judging.models import Panel
from submissions.models import ConsentWithdrawal, Entry, Letter, Screening
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import (
    EditionFactory,
    FieldFactory,
    PhaseFactory,
    PublicationFactory,
    SchemeFactory,
)
from tests.factories.complaints import ComplaintAnswerFactory, ComplaintFactory
from tests.factories.foundation import JobFactory
from tests.factories.judging import JudgeFactory, PanelFactory, RoundFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    ConsentWithdrawalFactory,
    EntryFactory,
    EntryVersionFactory,
    HandlingFactory,
    JudgesQuestionFactory,
    LetterFactory,
    SealingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/quan-tri/"
Status = Entry.Status


# {a model with a day by which it is answered or done: one that waits}; None where that day is the
# entrant's.
DATED: dict[type[Model], Callable[[Edition], Any] | None] = {
    Complaint: lambda edition: ComplaintFactory(edition=edition),
    ConsentWithdrawal: lambda edition: ConsentWithdrawalFactory(entry=sent(edition)),
    Screening: None,
    Letter: None,
}


def dated() -> list[type[Model]]:
    """Of those, whose day is ours."""
    return [model for model, makes in DATED.items() if makes]


def test_every_model_with_a_day_is_known_here():
    with_a_day = {
        model
        for model in apps.get_models()
        if any(one.name == "due" and isinstance(one, DateField) for one in model._meta.fields)
    }
    assert with_a_day == set(DATED)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


def receiving(**columns) -> Edition:
    """A published edition that takes dossiers from ten days ago to ten days from now."""
    edition = EditionFactory(**columns)
    for name in ("Ít", "Nhiều"):
        FieldFactory(edition=edition, name=name)
    SchemeFactory(edition=edition)
    kind = Phase.Kind.SUBMISSION
    PhaseFactory(edition=edition, kind=kind, opens_at=days(-10), closes_at=days(10))
    PublicationFactory(edition=edition, at=days(-20))
    return edition


@pytest.fixture
def ours() -> Edition:
    return receiving(name="Lần của chúng tôi")


@pytest.fixture
def theirs() -> Edition:
    return receiving(name="Lần của người khác")


@pytest.fixture
def secretary(ours):
    return secretary_of(ours)


@pytest.fixture
def visit(client, secretary):
    def ask(address: str = HOME, who=None, **query):
        client.force_login(who or secretary)
        return client.get(address, query)

    return ask


def sent(edition, on=NOON, **columns) -> Entry:
    """A dossier that was sent in and waits for a decision."""
    of_edition = {"edition": edition, "field": edition.fields.first(), "kind": None}
    entry = EntryFactory(**{"status": Status.SUBMITTED, **of_edition, **columns})
    return EntryVersionFactory(entry=entry, submitted_at=on).entry


def panel_of(edition) -> Panel:
    return PanelFactory(round=RoundFactory(edition=edition, scheme=edition.schemes.get()))


def words_of(answer) -> str:
    return lxml.html.fromstring(answer.content.decode()).text_content()


def rail(answer) -> dict[str, str]:
    """{title of a step: everything its place says}"""
    steps = lines(answer, "workbench-rail")
    return {step.find("a/b").text: " ".join(step.text_content().split()) for step in steps}


def tasks(answer) -> list[str]:
    return [" ".join(task.text_content().split()) for task in lines(answer, "workbench-tasks")]


def lines(answer, name: str) -> list:
    """The lines of all lists of a class."""
    page = lxml.html.fromstring(answer.content.decode())
    return [line for found in page.find_class(name) for line in found.findall("li")]


class TestTheFocus:
    def test_whoever_runs_one_edition_sees_it_and_no_other(self, visit, ours, theirs):
        words = words_of(visit())
        assert (ours.name in words, theirs.name in words) == (True, False)

    def test_the_edition_that_was_opened_last_comes_back(self, visit, ours, secretary):
        second = receiving(name="Lần thứ hai của chúng tôi")
        grant(secretary, Membership.Role.SECRETARIAT, edition_id=second.pk)
        visit(reverse("edition_desk", args=[ours.slug]))
        assert f"<h1>{ours.label}</h1>" in visit().content.decode()
        visit(reverse("edition_desk", args=[second.slug]))
        assert f"<h1>{second.label}</h1>" in visit().content.decode()

    def test_the_address_brings_one_into_focus(self, visit, ours, secretary):
        second = receiving(name="Lần thứ hai của chúng tôi")
        grant(secretary, Membership.Role.SECRETARIAT, edition_id=second.pk)
        assert f"<h1>{ours.label}</h1>" in visit(lan=ours.slug).content.decode()
        assert f"<h1>{ours.label}</h1>" in visit().content.decode()

    @pytest.mark.parametrize("forged", ["theirs", "", "khong-co", "' OR 1=1"])
    def test_another_persons_edition_never_does(self, visit, ours, theirs, forged):
        slug = theirs.slug if forged == "theirs" else forged
        assert f"<h1>{ours.label}</h1>" in visit(lan=slug).content.decode()

    def test_every_page_of_the_office_says_where_the_edition_stands(self, visit, ours):
        page = visit(reverse("entry_queue", args=[ours.slug])).content.decode()
        line = lxml.html.fromstring(page).find_class("office-focus")[0].text_content()
        assert "còn 10 ngày" in " ".join(line.split())


class TestTheMenu:
    def labels(self, answer) -> str:
        return answer.content.decode().split('id="wagtail-sidebar-props"')[1].split("</script>")[0]

    def test_it_goes_through_the_steps_of_the_edition(self, visit, ours):
        entries = self.labels(visit())
        addresses = ["entry_queue", "judging_office", "voting_office", "awards_office"]
        places = [entries.index(reverse(name, args=[ours.slug])) for name in addresses]
        assert places == sorted(places)

    def test_it_names_no_step_of_another_edition(self, visit, theirs):
        assert f"/{theirs.slug}/" not in self.labels(visit())


class TestTheMenuWithoutScript:
    @staticmethod
    def links(answer) -> list[str]:
        return lxml.html.fromstring(answer.content).xpath(
            "//nav[@class='scriptless-menu']//a/@href"
        )

    def test_it_leads_to_the_steps_of_the_edition(self, visit, ours):
        assert reverse("letters", args=[ours.slug]) in self.links(visit())

    def test_it_leads_to_no_step_of_another_edition(self, visit, theirs):
        assert [link for link in self.links(visit()) if theirs.slug in link] == []


class TestTheWay:
    def test_dossiers_are_counted_by_their_state(self, visit, ours, theirs):
        sent(ours)
        sent(ours, status=Status.ACCEPTED)
        sent(ours, status=Status.DRAFT)
        sent(theirs)
        assert "2 đã nộp, 1 bản nháp" in rail(visit())["Hồ sơ dự thi"]

    def test_what_is_accepted_stands_beside_what_was_sent(self, visit, ours, theirs):
        sent(ours)
        sent(ours, status=Status.SEALED)
        sent(theirs, status=Status.ACCEPTED)
        assert "1/2 đủ điều kiện" in rail(visit())["Thẩm định"]

    def test_nothing_is_to_be_sealed_before_the_deadline(self, visit, ours):
        sent(ours, status=Status.ACCEPTED)
        assert "sau hạn nộp" in rail(visit())["Niêm phong"]

    def test_afterwards_it_waits(self, visit, ours):
        sent(ours, status=Status.ACCEPTED)
        with clock.set_to(days(11)):
            assert "sau hạn nộp" not in rail(visit())["Niêm phong"]

    def test_an_edition_that_is_not_published_says_so(self, visit, secretary):
        draft = EditionFactory()
        grant(secretary, Membership.Role.SECRETARIAT, edition_id=draft.pk)
        assert "chưa công bố" in rail(visit(lan=draft.slug))["Thiết lập"]

    def test_another_editions_milestones_are_not_ours(self, visit, ours, theirs):
        RoundFactory(edition=theirs, scheme=theirs.schemes.get(), state="closed")
        assert "xếp hạng" not in rail(visit())["Chấm điểm"]


class TestToday:
    def test_a_dossier_is_due_after_the_working_days_of_its_edition(self, visit, ours):
        sent(ours)
        due = add_working_days(NOON.date(), ours.screening_days)
        assert f"hạn {due:%d/%m/%Y}" in tasks(visit())[0]

    def test_what_is_late_stands_by_itself_and_first(self, visit, ours):
        sent(ours)
        sent(ours, on=days(-30))
        groups = [task.get("data-group") for task in lines(visit(), "workbench-tasks")]
        assert groups[0] == "late"

    def test_own_dossiers_are_told_from_the_teams(self, visit, ours, secretary):
        HandlingFactory(entry=sent(ours), handler=secretary)
        HandlingFactory(entry=sent(ours))
        sent(ours)
        mine = tasks(visit(viec="cua-toi"))
        assert [task.split()[0] for task in mine] == ["1"]

    def test_the_team_sees_all_of_them(self, visit, ours, secretary):
        HandlingFactory(entry=sent(ours), handler=secretary)
        sent(ours)
        counts = [int(task.split()[0]) for task in tasks(visit()) if "thẩm định" in task]
        assert sum(counts) == 2

    def test_a_letter_waits_until_it_is_answered(self, visit, ours, theirs):
        waiting, answered = sent(ours), sent(ours)
        LetterFactory(entry=waiting, from_office=False, at=days(-2))
        LetterFactory(entry=answered, from_office=False, at=days(-2))
        LetterFactory(entry=answered, from_office=True, at=days(-1))
        LetterFactory(entry=sent(theirs), from_office=False, at=days(-2))
        letters = [task for task in tasks(visit()) if "thư của người dự thi" in task]
        assert [task.split()[0] for task in letters] == ["1"]

    def test_the_edition_names_as_much_as_its_list_shows(self, visit, ours):
        LetterFactory(entry=sent(ours), from_office=False, at=days(-2))
        JudgesQuestionFactory(entry=sent(ours), answered_at=None)
        JudgeFactory(panel=panel_of(ours), undertaking_at=None)
        page = visit()
        shown = sum(int(task.split()[0]) for task in tasks(page))
        [edition] = [card for card in page.context["cards"] if card.edition == ours]
        assert edition.waits == shown == 5

    def test_so_does_a_judges_question(self, visit, ours, theirs):
        JudgesQuestionFactory(entry=sent(ours), answered_at=None)
        JudgesQuestionFactory(entry=sent(theirs), answered_at=None)
        asked = [task for task in tasks(visit()) if "câu hỏi của giám khảo" in task]
        assert [task.split()[0] for task in asked] == ["1"]

    def led_to(self, visit, words: str) -> list[str]:
        """The titles of the dossiers in the list to which the task leads."""
        [task] = [one for one in lines(visit(), "workbench-tasks") if words in one.text_content()]
        listed = lxml.html.fromstring(visit(task.find(".//a").get("href")).content.decode())
        return [" ".join(link.text_content().split()) for link in listed.xpath("//a[@data-opens]")]

    def test_a_judges_question_leads_to_the_dossier_that_it_is_about(self, visit, ours):
        asked = sent(ours, status=Status.SEALED, title="Được hỏi")
        JudgesQuestionFactory(entry=asked, answered_at=None)
        done = sent(ours, status=Status.SEALED, title="Đã trả lời")
        JudgesQuestionFactory(entry=done, answered_at=NOON, answer="Có", answered_by=asked.owner)
        sent(ours, status=Status.SEALED, title="Không được hỏi")
        assert self.led_to(visit, "câu hỏi của giám khảo") == ["Được hỏi"]

    def test_so_does_a_blinded_copy(self, visit, ours):
        unseen = sent(ours, status=Status.ACCEPTED, title="Chưa xem")
        SealingFactory(version=unseen.versions.get())
        seen = sent(ours, status=Status.ACCEPTED, title="Đã xem")
        SealingFactory(version=seen.versions.get(), confirmed_at=NOON)
        assert self.led_to(visit, "bản ẩn danh") == ["Chưa xem"]

    def test_so_does_a_consent_that_was_taken_back(self, visit, ours):
        asked = sent(ours, status=Status.SEALED, title="Rút đồng ý")
        ConsentWithdrawalFactory(entry=asked)
        done = sent(ours, status=Status.SEALED, title="Đã thực hiện")
        ConsentWithdrawalFactory(entry=done, done_at=NOON, done_by=asked.owner)
        assert self.led_to(visit, "sự đồng ý") == ["Rút đồng ý"]

    def test_a_complaint_waits_until_it_is_answered(self, visit, ours, theirs):
        ComplaintFactory(edition=ours, due=days(3).date())
        ComplaintFactory(edition=ours, due=days(2).date())
        ComplaintAnswerFactory(complaint=ComplaintFactory(edition=ours, due=days(1).date()))
        ComplaintFactory(edition=ours, kind="denunciation", due=days(1).date())
        ComplaintFactory(edition=theirs, due=days(1).date())
        [task] = [task for task in tasks(visit()) if "khiếu nại" in task]
        assert task.split()[0] == "2"
        assert f"{localtime(days(2)):%d/%m/%Y}" in task

    @pytest.mark.parametrize("model", sorted(dated(), key=str))
    def test_everything_with_a_day_of_its_own_waits_here(self, visit, ours, model):
        """A model with a day by which we must have answered has a task: its words stand here."""
        made = DATED[model](ours)
        assert made.due
        assert [task for task in tasks(visit()) if f"{made.due:%d/%m/%Y}" in task]

    def test_a_seat_waits_until_it_is_signed_or_declined(self, visit, ours, theirs):
        here, there = panel_of(ours), panel_of(theirs)
        JudgeFactory(panel=here, undertaking_at=None)
        JudgeFactory(panel=here, undertaking_at=NOON)
        JudgeFactory(panel=here, undertaking_at=None, declined_at=NOON)
        JudgeFactory(panel=there, undertaking_at=None)
        seats = [task for task in tasks(visit()) if "cam kết" in task]
        assert [task.split()[0] for task in seats] == ["1"]

    @pytest.mark.parametrize(
        ("due", "group"),
        [(-1, "late"), (0, "today"), (1, "week"), (7, "week"), (8, "later"), (None, "later")],
    )
    def test_a_day_has_its_group(self, due, group):
        day = None if due is None else NOON.date() + datetime.timedelta(days=due)
        task = today.Task(1, "x", "/", "x", day)
        assert [found.name for found in today.grouped([task], NOON)] == [group]


class TestTheFigures:
    def test_days_without_any_stand_between(self, ours):
        sent(ours, on=days(-3))
        sent(ours, on=days(-1))
        counted = figures.figures_of(ours, NOON).days
        assert [count for _day, count in counted][-4:] == [1, 0, 1, 0]

    def test_a_second_version_is_no_second_dossier(self, ours):
        EntryVersionFactory(entry=sent(ours), number=2, submitted_at=NOON)
        assert figures.figures_of(ours, NOON).total == 1

    def test_another_edition_counts_nothing_here(self, ours, theirs):
        sent(theirs)
        assert figures.figures_of(ours, NOON).total == 0

    def test_the_year_before_is_counted_to_the_same_day(self, ours):
        last = receiving(contest=ours.contest, year=ours.year - 1)
        sent(last, on=days(-1))
        sent(last, on=days(1))
        assert figures.figures_of(ours, NOON).before == (ours.year - 1, 1)

    def test_another_contest_is_not_its_year_before(self, ours):
        sent(receiving(year=ours.year - 1))
        assert figures.figures_of(ours, NOON).before is None

    def test_fields_are_told_with_the_most_first(self, ours):
        few, many = (ours.fields.get(name=name) for name in ("Ít", "Nhiều"))
        for field in (few, many, many):
            sent(ours, field=field)
        sent(ours, field=few, status=Status.DRAFT)
        assert figures.figures_of(ours, NOON).fields == [("Nhiều", 2), ("Ít", 1)]

    def test_a_school_is_no_commune(self, ours):
        sent(ours, unit=UnitFactory(kind=Unit.Kind.SCHOOL))
        sent(ours, unit=UnitFactory(kind=Unit.Kind.WARD, name="Phường Quyết Thắng"))
        assert figures.figures_of(ours, NOON).communes == [("Phường Quyết Thắng", 1)]

    def test_the_highest_day_takes_the_room_and_half_of_it_half(self, ours):
        for moment in (days(-1), NOON, NOON):
            sent(ours, on=moment)
        bars = [bar for bar in drawing.days_of(figures.figures_of(ours, NOON)).bars if bar.count]
        assert bars[0].height * 2 == bars[1].height


class TestTheMap:
    def test_every_commune_of_the_province_is_on_it(self):
        codes = {unit["code"] for unit in communes.outlines()["units"]}
        assert len(codes) == 92

    def test_a_commune_is_darker_where_more_come_from(self, visit, ours, theirs):
        ward = UnitFactory(kind=Unit.Kind.WARD, code="05467")
        sent(ours, unit=ward)
        sent(theirs, unit=UnitFactory(kind=Unit.Kind.WARD, code="05443"))
        answer = visit(reverse("commune_map", args=[ours.slug]))
        assert answer.content.decode().count('fill="#0f3d2a"') == 1

    @pytest.mark.parametrize(
        ("count", "tone"), [(0, 0), (1, 1), (25, 1), (26, 2), (75, 3), (76, 4), (100, 4)]
    )
    def test_tones_divide_what_the_first_one_has(self, count, tone):
        assert commune_map.tone_of(count, 100) == tone

    def test_another_editions_map_is_not_there(self, visit, theirs):
        assert visit(reverse("commune_map", args=[theirs.slug])).status_code == 404


class TestUpkeep:
    def test_what_was_asked_for_is_shown_to_who_asked(self, visit, secretary):
        columns = {"kind": "evidence", "state": Job.State.RUNNING, "done": 58, "total": 72}
        JobFactory(created_by=secretary, **columns)
        JobFactory(created_by=None, **columns | {"done": 31})
        words = words_of(visit())
        assert ("58/72" in words, "31/72" in words) == (True, False)

    def test_the_last_backup_counts(self, visit):
        JobFactory(kind="back_up", state=Job.State.FAILED, finished_at=days(-1))
        JobFactory(kind="back_up", state=Job.State.DONE, finished_at=days(-2))
        states = {
            line.text_content().split(":")[0].strip(): line.get("data-state")
            for line in lines(visit(), "workbench-health")
        }
        assert states["Bản sao lưu"] == "bad"


class TestTheWork:
    def asked(self, visit) -> int:
        """How many statements the page takes when nothing is remembered."""
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            visit()
        return len(queries)

    def test_more_dossiers_ask_no_more_of_the_database(self, visit, ours):
        sent(ours)
        visit()
        few = self.asked(visit)
        for number in range(12):
            HandlingFactory(entry=sent(ours, on=days(-number)))
        assert self.asked(visit) == few

    def test_nor_do_more_editions(self, visit, ours, secretary):
        visit()
        one = self.asked(visit)
        for _number in range(3):
            grant(secretary, Membership.Role.SECRETARIAT, edition_id=receiving().pk)
        assert self.asked(visit) == one


class TestStopping:
    def buttons(self, answer) -> list[str]:
        """The addresses of the buttons beside work under way."""
        return [
            form.action for work in lines(answer, "workbench-running") for form in work.iter("form")
        ]

    def test_a_paper_that_somebody_waits_for_is_stopped_where_it_is_seen(
        self, client, visit, ours, secretary
    ):
        job = JobFactory(kind="prepare_paper", created_by=secretary)
        JobFactory(kind="prepare_paper", created_by=UserFactory())
        stop = reverse("stop_paper", args=[job.pk])
        assert self.buttons(visit()) == [stop]
        assert client.post(stop, {"next": HOME}).url == HOME
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED

    def test_other_work_goes_on_to_its_end(self, visit, ours, secretary):
        JobFactory(kind="issue_certificates", created_by=secretary)
        assert self.buttons(visit()) == []
