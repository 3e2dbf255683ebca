"""Each night everything that counts is compared with the ledger; who answers for a contest reads of
what does not fit.
"""

import logging

from django.utils.timezone import localdate

from competition import audit
from competition.models import Edition
from competition.permissions import who_answers_for
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import post

logger = logging.getLogger(__name__)


@work.daily("audit")
def audit_all(_job: Job) -> tuple[int, int]:
    """Look at every edition; a letter to administrators and committee about each that has faults.

    Once a day and edition, however often it is done.
    """
    editions = list(Edition.objects.order_by("pk"))
    for edition in editions:
        faults = audit.faults(edition)
        if faults:
            logger.error("%s does not fit its ledger: %s", edition, "; ".join(faults))
            _tell(edition, len(faults))
    return len(editions), len(editions)


def _tell(edition: Edition, count: int) -> None:
    for person in who_answers_for(edition.pk):
        key = f"audit:{edition.pk}:{localdate()}:{person.pk}"
        post.tell(person, "audit_faults", {"edition": edition, "count": count}, key=key)
