"""Work that was tried for hours and given up: the office has it tried again."""

import datetime
import logging

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition import permissions
from competition.errors import NotAllowed, WrongState
from foundation.jobs import work
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)


@transaction.atomic
def send_again(*, job: Job, by: User, at: datetime.datetime) -> Job:
    """Have a job that was given up tried anew, from its first attempt on.

    Raises NotAllowed, WrongState (it is not given up: somebody was quicker).
    """
    if not permissions.runs_the_site(by):
        raise NotAllowed(_("Only the secretariat of the whole site starts work again."))
    if not Job.objects.given_up().filter(pk=job.pk).exists():
        raise WrongState(_("This work is under way again or done."))
    work.take_up_again(job)
    logger.info("job %s was sent again by person %s at %s", job.pk, by.pk, at)
    return job
