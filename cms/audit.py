"""Whether the groups of the office have the rights that were given to them."""

from collections.abc import Iterator

from accounts.membership import office_groups
from accounts.site_roles import CHAIN
from cms import group_rights
from competition.audit import compares
from competition.models import Edition
from foundation.ledger import reading


@compares
def of_group_rights(_edition: Edition) -> Iterator[str]:
    """Each right of a group of the office against the last line about it: it opens doors in every
    edition. A group about which there is no line has no more than what the house gives it.
    """
    told = {}
    for line in reading.lines(CHAIN, group_rights.CHANGED):
        told[line.told["group"]] = set(line.told["rights"])
    for group in office_groups():
        has = group_rights.of_group(group)
        due = told.get(group.name)
        if due is None:
            due = {right for right in has if group_rights.may_have(group.name, right)}
        for right in sorted(has - due):
            yield f"group “{group.name}”: has the right {right}, which nobody gave it"
        for right in sorted(due - has):
            yield f"group “{group.name}”: has not the right {right}, which nobody took from it"
