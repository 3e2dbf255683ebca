"""Who asked, who agreed and who published: whatever is changed behind the verbs is refused by the
database, or found.
"""

import datetime

import pytest

from accounts.membership import committee_seats, grant
from accounts.models import Membership
from competition import audit, clock, corrections, extension, joint_requests, publication, roles
from competition.errors import WrongState
from competition.models import Correction, Edition, Extension, JointRequest, Publication
from foundation.ledger import chain
from submissions.sharing import units
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import UnitFactory
from tests.security.tampering import again, changed, first, is_refused, taken_out, told
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DECISION = {"decision_number": "7/QĐ-BTC", "reason": "Mưa lũ kéo dài"}
HOUR = datetime.timedelta(hours=1)


def with_authors(edition, most):
    return Edition.objects.get(pk=edition.pk).serializable_data() | {"max_authors": most}


def agreed(joint, by, at):
    with clock.set_to(at):
        joint_requests.agree(joint=joint, by=by, at=at)


def of_secretary(rehearsal, day):
    return {"by": rehearsal.cast.secretary, "at": rehearsal.at(day)}


@stage()
def rules_decided(begun):
    """Rules were published, corrected by one person and by two, and the deadline moved likewise."""
    edition, member = begun.edition, begun.cast.committee[0]
    with clock.set_to(begun.at(-9)):
        asked = of_secretary(begun, -9)
        joint = publication.ask_for(edition=edition, **DECISION, **asked)
        agreed(joint, member, begun.at(-9) + HOUR)
        extension.extend(
            edition=edition, closes_at=begun.at(32), **DECISION, **of_secretary(begun, -9)
        )
    with clock.set_to(begun.at(-8)):
        after = with_authors(edition, 3)
        corrections.correct(rules=edition, after=after, **DECISION, **of_secretary(begun, -8))
    with clock.set_to(begun.at(2)):
        later = {"rules": edition, "after": with_authors(edition, 4), **DECISION}
        joint = corrections.correct(**later, **of_secretary(begun, 2))
        agreed(joint, member, begun.at(2) + HOUR)
        until = {"edition": edition, "closes_at": begun.at(33), **DECISION}
        joint = extension.extend(**until, **of_secretary(begun, 2))
        agreed(joint, member, begun.at(2) + 2 * HOUR)
        declined = extension.extend(
            edition=edition, closes_at=begun.at(34), **DECISION, **of_secretary(begun, 2)
        )
        joint_requests.decline(joint=declined, reason="Không", by=member, at=begun.at(3))
        taken_back = extension.extend(
            edition=edition, closes_at=begun.at(34), **DECISION, **of_secretary(begun, 2)
        )
        joint_requests.take_back(joint=taken_back, **of_secretary(begun, 2.5))
        extension.extend(
            edition=edition, closes_at=begun.at(34), **DECISION, **of_secretary(begun, 2)
        )
    return begun


def test_what_nobody_touched_is_in_order(rules_decided):
    assert audit.faults(rules_decided.edition) == []
    assert Extension.objects.count() == Correction.objects.count() == 2


def somebody_else(model, column, place=0):
    def change(_edition):
        row = model.objects.order_by("pk")[place]
        model.objects.filter(pk=row.pk).update(**{column: UserFactory()})

    return change


def earlier(model, column):
    def change(_edition):
        row = first(model)
        moment = getattr(row, column) - HOUR
        model.objects.filter(pk=row.pk).update(**{column: moment})

    return change


def both_exchanged(model, *columns):
    """The two people of a row take each other's part."""

    def change(_edition):
        row = model.objects.filter(**{f"{columns[1]}__isnull": False}).order_by("pk").first()
        people = {columns[0]: getattr(row, columns[1]), columns[1]: getattr(row, columns[0])}
        model.objects.filter(pk=row.pk).update(**people)

    return change


def one_more_request(edition):
    again(first(JointRequest), decision_number="99/QĐ")


WAYS = {
    "who asked": (somebody_else(JointRequest, "asked_by"), "request {}: is not the one"),
    "when it was asked": (earlier(JointRequest, "asked_at"), "request {}: is not the one"),
    "what was asked": (changed(JointRequest, content={}), "request {}: is not the one"),
    "of which kind it was": (changed(JointRequest, kind="role"), "request {}: is not the one"),
    "a request gone": (taken_out(JointRequest), "request {}: is gone"),
    "a request more": (one_more_request, ": is not in the ledger"),
    "who agreed": (somebody_else(JointRequest, "answered_by"), "answer to request {}: is not"),
    "when it was agreed to": (earlier(JointRequest, "answered_at"), "answer to request {}: is not"),
    "who asked and who agreed": (
        both_exchanged(JointRequest, "asked_by", "answered_by"),
        "answer to request {}: is not the one",
    ),
    "an agreement that waits": (
        changed(JointRequest, state="waiting", answered_by=None, answered_at=None),
        "answer to request {}: is gone",
    ),
    "an agreement that was declined": (
        changed(JointRequest, state="declined"),
        "answer to request {}: is not the one",
    ),
    "who asked for the publication": (somebody_else(Publication, "asked_by"), "publication by"),
    "who agreed to the publication": (somebody_else(Publication, "agreed_by"), "publication by"),
    "both people of the publication": (
        both_exchanged(Publication, "asked_by", "agreed_by"),
        "publication by decision 7/QĐ-BTC: is not the one",
    ),
    "when the rules were published": (earlier(Publication, "at"), "publication by"),
    "by which decision they were published": (
        changed(Publication, decision_number="99/QĐ"),
        "publication by decision 99/QĐ: is not in the ledger",
    ),
    "a publication gone": (taken_out(Publication), "publication by decision 7/QĐ-BTC: is gone"),
    "a publication of nobody": (
        changed(Publication, asked_by=None, agreed_by=None, digest=""),
        "publication by decision 7/QĐ-BTC: is gone",
    ),
    "who corrected": (somebody_else(Correction, "by"), "correction by decision"),
    "who agreed to a correction": (somebody_else(Correction, "agreed_by", 1), "correction by"),
    "that somebody agreed to a correction": (somebody_else(Correction, "agreed_by"), "correction"),
    "both people of a correction": (both_exchanged(Correction, "by", "agreed_by"), "correction by"),
    "when it was corrected": (earlier(Correction, "at"), "correction by decision"),
    "what was corrected": (changed(Correction, changes=[]), "correction by decision"),
    "a correction gone": (taken_out(Correction), "correction by decision"),
    "a correction more": (
        lambda _edition: again(first(Correction), decision_number="99/QĐ"),
        "correction by decision 99/QĐ",
    ),
    "who moved the deadline": (somebody_else(Extension, "by"), "later deadline by decision"),
    "who asked to move the deadline": (somebody_else(Extension, "by", 1), "later deadline by"),
    "when the deadline was moved": (earlier(Extension, "at"), "later deadline by decision"),
    "until when": (
        lambda edition: Extension.objects.filter(pk=first(Extension).pk).update(
            closes_at=first(Extension).closes_at + HOUR
        ),
        "later deadline by decision",
    ),
    "a later deadline gone": (taken_out(Extension), "later deadline by decision"),
}


def words_of(way):
    return WAYS[way][1].format(first(JointRequest).pk)


@pytest.mark.parametrize("way", WAYS)
def test_what_the_role_writes_is_refused_or_found(rules_decided, way):
    words = words_of(way)
    assert is_refused(WAYS[way][0], rules_decided.edition) or words in told(rules_decided.edition)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_past_the_guards_is_found(rules_decided, way):
    words = words_of(way)
    with guards.lifted():
        WAYS[way][0](rules_decided.edition)
    assert words in told(rules_decided.edition)


def a_role_by_hand(role):
    return lambda edition: grant(UserFactory(), role, edition_id=edition.pk)


def of_committee(edition):
    return committee_seats(edition_id=edition.pk).order_by("pk")


ROLES = {
    "a member of the secretariat more": (a_role_by_hand("secretariat"), "role secretariat of"),
    "a member of the committee more": (a_role_by_hand("committee"), "role committee of"),
    "a deputy": (a_role_by_hand("deputy"), "role deputy of"),
    "an editor": (a_role_by_hand("editor"), "role editor of"),
    "a focal point": (a_role_by_hand("focal_point"), "role focal_point of"),
    "a seat of the committee gone": (
        lambda edition: of_committee(edition).first().delete(),
        "is gone",
    ),
    "a seat of the committee of somebody else": (
        lambda edition: Membership.objects.filter(pk=of_committee(edition).first().pk).update(
            user=UserFactory()
        ),
        "is not in the ledger",
    ),
    "another role of a person": (
        lambda edition: Membership.objects.filter(pk=of_committee(edition).first().pk).update(
            role="secretariat"
        ),
        "role secretariat of",
    ),
    "a role in another edition": (
        lambda edition: Membership.objects.filter(pk=of_committee(edition).first().pk).update(
            scope_id=EditionFactory().pk
        ),
        "is gone",
    ),
    "another unit of a focal point": (
        lambda edition: Membership.objects.filter(role="focal_point").update(unit=UnitFactory()),
        "is not the one of the ledger",
    ),
}


@pytest.fixture
def staffed(begun):
    """Roles were given and taken by their verbs; somebody has one in another edition."""
    edition, by = begun.edition, begun.cast.secretary
    first_one, second, third, focal = begun.cast.voters[:4]
    usual = {"edition": edition, "reason": "QĐ 9", "by": by}
    roles.give(user=first_one, role="committee", at=begun.at(1), **usual)
    held = roles.give(user=second, role="editor", at=begun.at(1), **usual)
    roles.take(held=held, reason="QĐ 10", by=by, at=begun.at(2))
    held = roles.give(user=third, role="deputy", at=begun.at(1), **usual)
    roles.take(held=held, reason="QĐ 10", by=by, at=begun.at(2))
    roles.give(user=third, role="deputy", at=begun.at(3), **usual)
    units.appoint(user=focal, unit=begun.units[0], at=begun.at(1), **usual)
    grant(second, "secretariat", edition_id=EditionFactory().pk)
    return begun


def test_roles_that_verbs_gave_and_took_are_in_order(staffed):
    assert audit.faults(staffed.edition) == []


@pytest.mark.parametrize("way", ROLES)
def test_a_role_that_was_changed_by_hand_is_found(staffed, way):
    do, words = ROLES[way]
    do(staffed.edition)
    assert [fault for fault in audit.faults(staffed.edition) if words in fault]


class TestWhoAsksDoesNotAgree:
    """Not even where the row names somebody else meanwhile."""

    @pytest.fixture
    def joint(self, rules_decided):
        return JointRequest.objects.get(state=JointRequest.State.WAITING)

    def test_it_is_refused(self, rules_decided, joint):
        with guards.lifted():
            JointRequest.objects.filter(pk=joint.pk).update(asked_by=rules_decided.cast.second)
        with pytest.raises(WrongState, match="không phải yêu cầu đã được nêu"):
            agreed(joint, rules_decided.cast.secretary, rules_decided.at(3))

    def test_and_found_where_a_line_says_so(self, rules_decided, joint):
        line = {"kind": joint.kind, "request": joint.pk, "content": chain.digest_of(joint.content)}
        by = rules_decided.cast.secretary
        chain.append(rules_decided.edition.chain, "joint.agreed", line, at=NOON, by=by)
        words = f"request {joint.pk}: was agreed to by whoever asked for it"
        assert words in audit.faults(rules_decided.edition)
