"""Role × state × action, as a table: 1 allows, 0 refuses. A changed predicate changes a
line here.
"""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.membership import grant
from accounts.models import Membership, User
from awards import permissions as awards
from competition import clock
from demo.rehearsal import steps
from judging import permissions as judging
from judging.models import Assignment
from submissions import permissions as submissions
from submissions.models import Entry
from tests.rehearsed import small
from voting import permissions as voting

pytestmark = pytest.mark.django_db
ROLES = [
    "stranger",
    "owner",
    "other entrant",
    "judge",
    "committee",
    "secretariat",
    "other secretariat",
    "administrator",
    "inactive",
]

# action -> {state: one digit a role, in the order of ROLES}
TABLE = {
    "submissions.can_edit": {
        "draft": "010000000",
        "submitted": "000000000",
        "returned": "010000000",
        "sealed": "000000000",
    },
    "submissions.can_view": {"draft": "010001010", "sealed": "010001010"},
    "submissions.can_withdraw": {
        "draft": "010000000",
        "sealed": "010000000",
        "withdrawn": "000000000",
        "refused": "000000000",
    },
    "submissions.can_screen": {"submitted": "000001010"},
    "submissions.can_seal": {"accepted": "000001010"},
    "judging.can_organise": {"": "000001010"},
    "voting.can_vote": {"": "011111110"},
    "voting.can_run_vote": {"": "000001010"},
    "awards.can_prepare": {"": "000001010"},
    "awards.can_ratify": {"": "000010000"},
    "awards.can_open_seals": {"": "000011010"},
}
MODULES = {"submissions": submissions, "judging": judging, "voting": voting, "awards": awards}


@pytest.fixture
def people(begun):
    other = small(seed=13)
    other.set_up()
    inactive = User.objects.create_user("ngung@example.vn", full_name="Đã Ngừng", is_active=False)
    grant(inactive, Membership.Role.SECRETARIAT, edition_id=begun.edition.pk)
    cast = begun.cast
    return dict(
        zip(
            ROLES,
            [
                AnonymousUser(),
                cast.entrants[0],
                cast.entrants[1],
                cast.judges[0],
                cast.committee[0],
                cast.secretary,
                other.cast.secretary,
                User.objects.create_superuser("goc@example.vn", full_name="Quản Trị"),
                inactive,
            ],
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("action", "state"), [(action, state) for action, states in TABLE.items() for state in states]
)
def test_the_table(begun, people, action, state):
    module, name = action.split(".")
    thing = begun.edition.pk
    if module == "submissions":
        with clock.set_to(begun.at(1)):
            thing = Entry.objects.create(edition=begun.edition, owner=people["owner"], status=state)
    arguments = () if name == "can_vote" else (thing,)
    found = "".join(
        str(int(bool(getattr(MODULES[module], name)(user, *arguments)))) for user in people.values()
    )
    assert found == TABLE[action][state], dict(zip(ROLES, found, strict=True))


def test_only_the_assigned_judge_scores_and_only_while_the_round_is_open(entered):
    with clock.set_to(entered.at(40.5)):
        judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(judging_round, entered.cast, entered.at(40.5))
    task = Assignment.objects.select_related(
        "judge__user", "judge__panel__round", "blinded_entry"
    ).first()
    others = [
        user
        for user in [*entered.cast.judges, entered.cast.secretary, *entered.cast.entrants]
        if user != task.judge.user
    ]
    assert judging.can_score(task.judge.user, task)
    assert not any(judging.can_score(user, task) for user in others)
    task.judge.panel.round.state = "closed"
    assert not judging.can_score(task.judge.user, task)
