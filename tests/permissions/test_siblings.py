"""Every predicate by which somebody acts, found by introspection, knows what its siblings know: an
account that is switched off, an address that was never confirmed, and a conflict of interest. One
that is written tomorrow is asked too.
"""

import inspect

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from judging.models import Assignment, BlindedEntry, Comparison, Conflict, Judge, Visit
from submissions.models import Author, Entry, Invitation
from tests.architecture.permissions import predicates
from tests.permissions import states
from tests.permissions.asking import ask

pytestmark = pytest.mark.django_db
KNOWN = predicates()

# Doors that stand open to whoever comes, or to each account, and ask for nothing else.
OPEN_TO_ALL = {"accounts.anyone"}
# What somebody does who holds no role: the address is asked for where the account is made (sign-up
# needs a confirmed one), and where a vote is cast (`can_vote`).
OF_AN_ACCOUNT = {
    "accounts.is_signed_in": "any account",
    "accounts.works_for_the_contest": "asks for a second factor: more is asked of more people",
    "accounts.is_secretariat": "who administers was made on the server",
    "cms.works_in_office": "the group of the office alone; every page asks its own predicate",
}
# Over the whole of an edition, or a panel: which work it is about, the verb asks.
ABOUT_A_WORK = (Entry, BlindedEntry, Assignment, Comparison, Visit)
# Why whoever has to do with a work may do this all the same.
ALSO_WITH_A_CONFLICT = {
    "awards.can_complain": "the entrant's own",
    "submissions.owns": "the entrant's own",
    "submissions.can_read": "the entrant's own",
    "submissions.can_write": "the entrant's own",
    "submissions.can_view": "the entrant's own",
    "submissions.can_edit": "the entrant's own",
    "submissions.can_submit": "the entrant's own",
    "submissions.can_invite": "the entrant's own",
    "submissions.can_end_invitation": "the entrant's own",
    "submissions.can_amend": "the entrant's own",
    "submissions.can_answer": "the entrant's own",
    "submissions.can_withdraw": "the entrant's own",
    "submissions.can_withdraw_consent": "the entrant's own",
    "submissions.can_write_to_entrant": "letters decide nothing",
    "submissions.can_handle": "who has it on the desk decides nothing: `can_screen` does",
    "submissions.can_end_consent": "what its entrant has asked for, and nothing else",
    "submissions.can_confirm": "a unit speaks for its people; a small one has one person",
    "judging.is_assigned": "a sheet with a conflict is released at once, or waits for the office",
    "judging.can_score": "a sheet with a conflict is released at once, or waits for the office",
    "judging.reads_in_comparison": "asked of the codes without a conflict",
}


def people_of(scene) -> list[User]:
    return [person for person in scene.people.values() if person.is_authenticated]


def after(scene, name, change) -> dict[str, str]:
    """{state: digits of everybody} after a change of the scene."""
    answers = {}
    for state, of_state in states.of(KNOWN[name]).items():

        def both(scene, of_state=of_state):
            of_state(scene)
            change(scene)

        answers[state] = ask(KNOWN[name], scene, both)
    return answers


def forget_what_was_read(scene) -> None:
    for person in people_of(scene):
        for cached in ("roles", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            person.__dict__.pop(cached, None)


@pytest.fixture
def asked(scene):
    """Asks, and leaves the people as they were."""

    def of(name, change):
        before = {person.pk: person.is_active for person in people_of(scene)}
        try:
            return after(scene, name, change)
        finally:
            for person in people_of(scene):
                person.is_active = before[person.pk]
            forget_what_was_read(scene)

    return of


def switched_off(scene) -> None:
    for person in people_of(scene):
        person.is_active = False
    User.objects.update(is_active=False)
    forget_what_was_read(scene)


def unconfirmed(scene) -> None:
    EmailAddress.objects.update(verified=False)
    User.objects.update(phone_verified_at=None)
    for person in people_of(scene):
        person.phone_verified_at = None
    forget_what_was_read(scene)


@pytest.mark.parametrize("name", sorted(KNOWN.keys() - OPEN_TO_ALL))
def test_nobody_acts_whose_account_is_switched_off(asked, name):
    assert {state for state, digits in asked(name, switched_off).items() if "1" in digits} == set()


def by_a_role(name) -> bool:
    """Whether roles open it: the entrant's own things are opened by the entry."""
    return name not in OF_AN_ACCOUNT and name not in OPEN_TO_ALL


def test_a_role_is_none_before_the_address_is_confirmed(scene, asked):
    """Of all predicates: those whom the unconfirmed address lets through hold it by the work that
    is their own, or as administrators, and by no role.
    """
    by_their_own = {"entrant", "reader", "writer", "judge", "administrator"}
    names = list(scene.people)
    strange = {}
    for name in filter(by_a_role, KNOWN):
        for state, digits in asked(name, unconfirmed).items():
            through = {names[place] for place, digit in enumerate(digits) if digit == "1"}
            if through - by_their_own - own_seat(name) - own_paper(name):
                strange[f"{name} ({state})"] = sorted(through - by_their_own)
    assert strange == {}


def own_seat(name) -> set[str]:
    """Who signed an own seat, by a second factor, after the address was confirmed."""
    is_of_seats = name.startswith("judging.")
    return {"chair", "vice-chair", "panel secretary", "other panel"} if is_of_seats else set()


def own_paper(name) -> set[str]:
    """Who wrote it for somebody, and holds the paper."""
    return OWN_PAPERS.get(name, set())


OWN_PAPERS = {
    "submissions.can_print_slip": {"focal point"},
    "submissions.can_enter_list": {"focal point"},
    "awards.wrote": {"voter"},
}


def about_a_work() -> list[str]:
    return sorted(
        name
        for name, predicate in KNOWN.items()
        if any(
            parameter.annotation in ABOUT_A_WORK
            for parameter in inspect.signature(predicate).parameters.values()
        )
    )


def everybody_has_to_do_with_it(scene) -> None:
    """Each person is an author of the entry, let in to it, and kept away from its copy."""
    entry, copy = scene.objects["Entry"], scene.objects["BlindedEntry"]
    seats = Judge.objects.filter(panel__round=copy.round_id)
    for place, person in enumerate(people_of(scene)):
        Author.objects.create(
            entry=entry, full_name=person.full_name, email=person.email, share=1, order=50 + place
        )
        Invitation.objects.filter(entry=entry, accepted_by=person).delete()
    for number in {copy.pk, *scene.objects["Comparison"].entries.values_list("pk", flat=True)}:
        Conflict.objects.filter(blinded_entry=number).delete()
        Conflict.objects.bulk_create(
            Conflict(judge=seat, blinded_entry_id=number, reason="author", found_at=scene.at)
            for seat in seats
        )


@pytest.mark.parametrize(
    "name", [name for name in about_a_work() if name not in ALSO_WITH_A_CONFLICT]
)
def test_nobody_acts_who_has_to_do_with_the_work(scene, name):
    office = {"committee", "secretariat", "site secretariat", "deputy", "administrator"}
    names = list(scene.people)
    through = set()
    for digits in after(scene, name, everybody_has_to_do_with_it).values():
        through |= {names[place] for place, digit in enumerate(digits) if digit == "1"}
    # Judging knows no authors: of the office, who has no seat, the verbs ask (judging.scoring.
    # relating).
    assert through - (office if name.startswith("judging.") else set()) == set()


def test_what_is_listed_is_there():
    listed = OPEN_TO_ALL | OF_AN_ACCOUNT.keys() | ALSO_WITH_A_CONFLICT.keys() | OWN_PAPERS.keys()
    assert sorted(listed - KNOWN.keys()) == []
    assert sorted(ALSO_WITH_A_CONFLICT.keys() - set(about_a_work())) == []


def test_a_predicate_that_forgets_it_is_caught(scene, monkeypatch):
    """A decoy: it lets in whoever owns the entry, in use or not."""

    def can_forget(user: User, entry: Entry) -> bool:
        return entry.owner_id == user.pk

    monkeypatch.setitem(KNOWN, "decoy.can_forget", can_forget)
    with transaction.atomic():
        assert any(
            "1" in digits for digits in after(scene, "decoy.can_forget", switched_off).values()
        )
        transaction.set_rollback(True)
