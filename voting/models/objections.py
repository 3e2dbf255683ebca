"""What voters say against their ballots being set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from voting.models.ballots import Ballot, ClusterRuling


class Objection(models.Model):
    """A voter objects to a ballot of theirs being set aside; the ruling on its cluster answers.

    Whoever rules reads the words alone, and not whose they are.
    """

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="objections", verbose_name=_("ballot")
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("time"))
    ruling = models.ForeignKey(
        ClusterRuling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("ruling that answered it"),
    )

    class Meta:
        verbose_name = _("objection of a voter")
        verbose_name_plural = _("objections of voters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot"],
                condition=models.Q(ruling=None),
                name="voting_one_open_objection",
            )
        ]

    def __str__(self):
        return str(self.ballot)
