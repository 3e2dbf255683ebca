"""The guard of all tests: a lock without a transaction of the house's own is refused here too."""

import threading

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from accounts.models import User
from competition.verbs import lock
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_lock_outside_any_is_refused():
    user = UserFactory()
    with pytest.raises(TransactionManagementError, match="User is locked in no transaction"):
        lock(user)


def test_a_lock_within_one_is_taken():
    user = UserFactory()
    with transaction.atomic():
        assert lock(user) == user


def test_one_that_is_over_counts_no_more():
    user = UserFactory()
    with transaction.atomic():
        pass
    with pytest.raises(TransactionManagementError):
        lock(user)


def test_the_transaction_of_another_thread_counts_for_none():
    refusals = []

    def elsewhere():
        try:
            User.objects.select_for_update()
        except TransactionManagementError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
    assert len(refusals) == 1
