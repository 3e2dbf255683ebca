"""What somebody may do in an edition: each right is the predicate that the pages ask."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from awards import permissions as awards
from competition import permissions as competition
from judging import permissions as judging
from submissions import permissions as submissions
from voting import permissions as voting

Predicate = Callable[..., bool]


@dataclass(frozen=True)
class Right:
    """A column of the table: its name in the address, its words, who is asked."""

    name: str
    label: str | Promise
    may: Predicate


# Over (person, number of the edition).
IN_EDITION = (
    Right("dieu-hanh", gettext_lazy("Runs the edition"), competition.can_run),
    Right("hien-vat", gettext_lazy("Keeps exhibits"), submissions.can_keep_exhibits),
    Right("niem-phong", gettext_lazy("Seals dossiers"), submissions.can_seal_in),
    Right(
        "viet-ho",
        gettext_lazy("Writes dossiers for others"),
        submissions.can_write_for_others,
    ),
    Right("to-chuc-cham", gettext_lazy("Organises the judging"), judging.can_organise),
    Right("binh-chon", gettext_lazy("Runs the vote"), voting.can_run_vote),
    Right("ket-qua", gettext_lazy("Prepares the result"), awards.can_prepare),
    Right("mo-niem", gettext_lazy("Opens the seals"), awards.can_open_seals),
    Right("thong-qua", gettext_lazy("Ratifies prizes"), awards.can_ratify),
    Right("dong-y-thay", gettext_lazy("Agrees in the place of others"), judging.can_stand_in),
)
# Over (person, panel): the table names the panels.
ON_PANELS = (
    Right("dan-hoi-dong", gettext_lazy("Leads a panel"), judging.can_see_panel_progress),
    Right("nhap-phieu", gettext_lazy("Types paper sheets"), judging.can_key),
)
