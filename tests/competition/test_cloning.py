"""Next year's edition from this year's: all rules, moved dates, nobody's data."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django.db import models
from django.db.models import Model

from accounts.membership import grant
from accounts.models import Membership
from competition import clock, cloning, copied_rows, publication
from competition.errors import NotAllowed, Refused
from competition.models import (
    Criterion,
    Edition,
    FormVersion,
    Phase,
    PrizeTier,
    Question,
    RubricBand,
    Scheme,
)
from competition.permissions import can_clone, can_run
from competition.validation import problems
from demo.edition import rules
from demo.rehearsal.whole import DAYS
from foundation.ledger.models import Event, KeptText
from foundation.vietnamese.calendar import is_working_day
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import (
    ContestFactory,
    EditionFactory,
    FormVersionFactory,
    LetterTextFactory,
    ReminderPlanFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.submissions import EntryFactory
from tests.joint import member_of
from tests.stages import stage

pytestmark = pytest.mark.django_db
HANGING = [model for model in copied_rows.COPIED if model is not Edition]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@stage()
def original() -> Edition:
    """Complete rules of two rounds, ten days before anything begins."""
    with clock.set_to(NOON):
        edition = rules.edition(
            rules.contest("cuoc-thi", "Cuộc thi", "Contest"),
            slug="lan-2030",
            number=1,
            year=2030,
            name="Lần thứ nhất, năm 2030",
            name_en="First, 2030",
            begins=days(10),
            days=DAYS,
            prefix="L1",
            final=True,
        )
        LetterTextFactory(edition=edition)
        ReminderPlanFactory(edition=edition)
    return edition


@pytest.fixture
def lead(original):
    return secretary_of(original)


def named(original, **changes) -> cloning.NewName:
    name = cloning.next_name(original)
    return cloning.NewName(**{**name.__dict__, **changes})


def cloned(original, by, **more) -> Edition:
    usual = {"name": named(original), "by": by, "at": NOON}
    return cloning.clone(original=original, **usual | more)


@pytest.fixture
def draft(original, lead) -> Edition:
    return cloned(original, lead)


def rows_of(model: type[Model], edition: Edition):
    parent = copied_rows.COPIED[model]
    path = {"edition": "edition", "scheme": "scheme__edition"}.get(
        parent, "criterion__scheme__edition"
    )
    return model._default_manager.filter(**{path: edition}).order_by("pk")


def other_value(field: models.Field, number: int):
    """A value of this column that no default gives, and no other row has."""
    if field.choices:
        default = field.get_default()
        return next(value for value, _label in field.flatchoices if value != default)
    if isinstance(field, models.BooleanField):
        return not field.get_default()
    if isinstance(field, models.DecimalField):
        return Decimal(number)
    if isinstance(field, models.IntegerField):
        return number
    if isinstance(field, models.JSONField):
        return ["votes"]
    if isinstance(field, models.DateTimeField):
        return days(20)
    if isinstance(field, models.DateField):
        return days(20).date()
    if field.remote_field:
        return UnitFactory().pk
    return f"x{number}"


def filled(row: Model) -> None:
    """Every column that is copied as it is has a value of its own."""
    numbers = itertools.count(5)
    values = {}
    for field in row._meta.concrete_fields:
        if field.attname in copied_rows.columns_of(row):
            values[field.attname] = other_value(field, next(numbers))
    if isinstance(row, Edition):
        values |= {"ratification_numerator": 3, "ratification_denominator": 4}
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db()


class TestEveryColumn:
    """A column that is added tomorrow is copied, or named with the reason why it is not."""

    def test_of_the_edition(self, original, lead):
        filled(original)
        draft = cloned(original, lead)
        assert copied_rows.columns_of(draft) == copied_rows.columns_of(original)

    @pytest.mark.parametrize("model", HANGING, ids=lambda model: model.__name__)
    def test_of_what_hangs_on_it(self, original, lead, model):
        first = rows_of(model, original).first()
        if model is not Phase:
            filled(first)
        draft = cloned(original, lead)
        copies = [copied_rows.columns_of(row) for row in rows_of(model, draft)]
        assert copied_rows.columns_of(first) in copies

    @pytest.mark.parametrize("model", copied_rows.COPIED, ids=lambda model: model.__name__)
    def test_nothing_is_copied_that_leads_to_many(self, model):
        """A relation to many rows is no column: whoever adds one copies it here, too."""
        assert list(model._meta.many_to_many) == []

    @pytest.mark.parametrize("model", copied_rows.COPIED, ids=lambda model: model.__name__)
    def test_what_is_left_out_is_a_column(self, model):
        names = {field.name for field in model._meta.concrete_fields}
        assert set(copied_rows.LEFT_OUT.get(model, {})) <= names

    def test_a_reason_stands_with_each(self):
        reasons = [why for kept in copied_rows.LEFT_OUT.values() for why in kept.values()]
        assert all(reasons)


def test_every_model_that_points_to_the_rules_is_copied_or_has_a_reason():
    unnamed = [
        model._meta.label
        for model in copied_rows.pointing_to(copied_rows.COPIED)
        if model not in copied_rows.COPIED and not copied_rows.why_not_copied(model)
    ]
    assert unnamed == []


def test_a_model_of_the_rules_that_nobody_named_is_seen():
    assert copied_rows.why_not_copied(Scheme) == ""


class TestRows:
    @pytest.mark.parametrize("model", HANGING, ids=lambda model: model.__name__)
    def test_as_many_as_the_original_has(self, original, draft, model):
        assert rows_of(model, draft).count() == rows_of(model, original).count() > 0

    def test_a_complete_edition_gives_a_complete_draft(self, draft):
        assert problems(draft) == []

    def test_it_can_be_published(self, draft, lead):
        member_of(draft)
        words = {"decision_number": "17/QĐ", "reason": "Đã đối chiếu", "by": lead, "at": NOON}
        assert publication.ask_for(edition=draft, **words).kind == "publication"

    def test_a_question_of_one_kind_is_of_the_copys_kind(self, original, lead):
        kind = original.kinds.last()
        Question.objects.filter(edition=original, key="content").update(kind=kind)
        draft = cloned(original, lead)
        asked = Question.objects.get(edition=draft, key="content")
        assert (asked.kind.edition, asked.kind.name) == (draft, kind.name)

    def test_bands_hang_on_the_criterion_of_the_copy(self, original, draft):
        of_first = RubricBand.objects.filter(criterion=rows_of(Criterion, draft).first())
        assert of_first.count() == 4

    def test_the_original_stays_as_it_is(self, original, lead):
        with untouched(original, *original.tiers.all(), *original.phases.all()):
            cloned(original, lead)

    def test_a_prize_of_the_copy_is_its_own(self, original, draft):
        draft.tiers.update(money=1)
        assert not original.tiers.filter(money=1).exists()

    def test_versions_of_the_form_stay_behind(self, original, lead):
        FormVersionFactory(edition=original, kind=original.kinds.first())
        assert not FormVersion.objects.filter(edition=cloned(original, lead)).exists()

    def test_no_dossier_comes_along(self, original, lead):
        EntryFactory(edition=original, field=original.fields.first(), kind=original.kinds.first())
        assert not cloned(original, lead).entries.exists()

    def test_a_published_original_gives_a_draft(self, original, lead):
        publication.Publication.objects.create(edition=original, at=NOON)
        assert not hasattr(cloned(original, lead), "publication")

    def test_it_says_where_it_comes_from(self, original, draft):
        assert draft.copied_from == original

    def test_of_another_contest(self, original, lead):
        contest = ContestFactory()
        draft = cloned(original, lead, name=named(original, contest=contest))
        assert draft.contest == contest

    def test_an_old_decision_is_none_of_the_new_one(self, original, draft):
        assert original.decision_number
        assert (draft.decision_number, draft.decision_date) == ("", None)

    def test_works_may_be_a_year_younger(self, original, lead):
        Edition.objects.filter(pk=original.pk).update(first_applied_from="2028-02-29")
        original.refresh_from_db()
        assert cloned(original, lead).first_applied_from == datetime.date(2029, 2, 28)


class TestDates:
    def test_fifty_two_weeks_later(self, original, draft):
        before = original.phase("submission").opens_at
        assert draft.phase("submission").opens_at == before + datetime.timedelta(weeks=52)

    def test_each_on_a_working_day(self, draft):
        last = datetime.timedelta(seconds=1)
        ends = [phase.closes_at - last for phase in draft.phases.all()]
        moments = [phase.opens_at for phase in draft.phases.all()] + ends
        assert all(is_working_day(moment.astimezone(NOON.tzinfo).date()) for moment in moments)

    def test_from_a_given_day(self, original, lead):
        draft = cloned(original, lead, opens_on=datetime.date(2031, 5, 5))
        assert draft.phase("submission").opens_at.date() in (
            datetime.date(2031, 5, 4),  # midnight here, by the clock of Greenwich
            datetime.date(2031, 5, 5),
        )

    def test_a_rounds_own_dates_move_along(self, original, lead):
        begins = original.phase("judging").opens_at
        Scheme.objects.filter(edition=original, order=1).update(begins_at=begins)
        draft = cloned(original, lead)
        assert draft.schemes.get(order=1).begins_at == draft.phase("judging").opens_at

    def test_a_round_without_dates_has_none(self, draft):
        assert draft.schemes.get(order=1).begins_at is None

    def test_nothing_begins_in_the_past(self, original, lead):
        with pytest.raises(Refused, match="đã qua"):
            cloned(original, lead, opens_on=NOON.date())


class TestNames:
    @pytest.mark.parametrize("field", ["slug", "number", "receipt_prefix"])
    def test_what_must_differ(self, original, lead, field):
        same = {"year": original.year, field: getattr(original, field)}
        name = named(original, **({"slug": "khac", "number": 9, "receipt_prefix": "K"} | same))
        with pytest.raises(cloning.Taken) as refused:
            cloned(original, lead, name=name)
        assert refused.value.field == field

    def test_a_prefix_may_come_back_in_another_year(self, original, draft):
        assert draft.receipt_prefix == original.receipt_prefix

    def test_the_next_number_and_year(self, original):
        name = cloning.next_name(original)
        assert (name.number, name.year, name.slug) == (2, 2031, "lan-2031")

    def test_the_year_and_the_number_in_its_name(self, original):
        assert cloning.next_name(original).name == "Lần thứ hai, năm 2031"

    @pytest.mark.parametrize(
        ("number", "name", "following"),
        [
            (2, "Lần thứ hai, năm 2030", "Lần thứ ba, năm 2031"),
            (3, "Thứ ba, 2030", "Thứ tư, 2031"),
            (10, "Hội thi lần thứ mười", "Hội thi lần thứ mười một"),
            (2, "Second edition, 2030", "Third edition, 2031"),
            (10, "Tenth edition, 2030", "Tenth edition, 2031"),
            (2, "Sáng kiến, đợt 2 năm 2030", "Sáng kiến, đợt 3 năm 2031"),
            (2, "Sáng tạo trẻ, năm 2030", "Sáng tạo trẻ, năm 2031"),
            (2, "Cuộc thi thứ nhất của 2 tỉnh", "Cuộc thi thứ nhất của 2 tỉnh"),
        ],
    )
    def test_its_number_in_words_or_figures(self, number, name, following):
        edition = EditionFactory(number=number, year=2030, name=name)
        assert cloning.next_name(edition).name == following

    def test_an_address_without_a_year_gets_one(self):
        edition = EditionFactory(slug="lan-dau", year=2030)
        assert cloning.next_name(edition).slug == "lan-dau-2031"


class TestWho:
    def test_the_lead_is_the_first_secretary(self, draft, lead):
        assert can_run(lead, draft.pk)

    def test_with_a_line_in_the_ledger_of_the_draft(self, draft, lead):
        line = Event.objects.get(chain__name=draft.chain, verb="role.given")
        assert (line.payload["person"], line.actor) == (lead.pk, lead)

    def test_and_the_reason_beside_it(self, draft):
        assert "Lần thứ nhất" in KeptText.objects.get(event__chain__name=draft.chain).text

    def test_others_of_the_secretariat_are_not(self, original, lead):
        second = secretary_of(original)
        assert not can_run(second, cloned(original, lead).pk)

    def test_unless_it_is_the_same(self, original, lead):
        second = secretary_of(original)
        assert can_run(second, cloned(original, lead, same_secretariat=True).pk)

    def test_the_committee_never_comes_along(self, original, lead):
        member_of(original)
        draft = cloned(original, lead, same_secretariat=True)
        held = Membership.objects.filter(scope="edition", scope_id=draft.pk)
        assert set(held.values_list("role", flat=True)) == {"secretariat"}

    def test_an_administrator_has_no_role_in_it(self, original):
        admin = UserFactory(is_superuser=True, is_staff=True)
        draft = cloned(original, admin)
        assert not Membership.objects.filter(scope="edition", scope_id=draft.pk).exists()

    def test_not_the_second_of_the_secretariat(self, original, lead):
        with pytest.raises(NotAllowed):
            cloned(original, secretary_of(original))

    def test_not_the_lead_of_another_edition(self, original, lead):
        with pytest.raises(NotAllowed):
            cloning.clone(
                original=original,
                name=named(original),
                by=secretary_of(EditionFactory()),
                at=NOON,
            )

    def test_not_a_member_of_the_committee(self, original):
        with pytest.raises(NotAllowed):
            cloned(original, member_of(original))

    def test_who_comes_next_leads_when_the_first_account_is_closed(self, original, lead):
        second = secretary_of(original)
        lead.is_active = False
        lead.save()
        assert can_clone(second, original.pk)

    def test_the_secretariat_of_the_whole_site_may(self, original):
        person = UserFactory()
        grant(person, Membership.Role.SECRETARIAT)
        assert can_clone(person, original.pk)


def test_the_ledger_says_of_what_it_is_a_copy(original, draft):
    line = Event.objects.get(chain__name=draft.chain, verb="edition.cloned")
    assert line.payload["original"] == original.pk


def test_a_prize_that_is_added_to_the_copy_is_none_of_the_original(original, draft):
    PrizeTier.objects.create(edition=draft, name="Giải phong trào", count=1)
    assert not original.tiers.filter(name="Giải phong trào").exists()
