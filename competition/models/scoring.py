"""How entries are scored and what they can win."""

from decimal import Decimal

from django.db import models
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from competition.models.rules import RuleOfEdition
from competition.models.series import Bilingual, Edition
from foundation.vietnamese.calendar import of_our_time


class Scheme(RuleOfEdition, ClusterableModel):
    """The rules of one round: who is named, how points are given, put together and rounded, who
    goes on. Frozen when judging begins.

    An edition has one for each of its rounds; prizes follow from the last one, which also holds the
    share of the vote.
    """

    frozen_from = "judging"

    class Aggregate(models.TextChoices):
        MEAN = "mean", _("mean of the sheets")
        MEDIAN = "median", _("median of the sheets")

    class Rounding(models.TextChoices):
        HALF_UP = "ROUND_HALF_UP", _("half up")
        HALF_EVEN = "ROUND_HALF_EVEN", _("half to even")

    class VoteFormula(models.TextChoices):
        SHARE_OF_HIGHEST = "share_of_highest", _("share × votes ÷ highest number of votes")
        NONE = "none", _("no public vote")

    class WithoutVote(models.TextChoices):
        """What a work that its entrant kept out of the public vote gets in place of vote points."""

        MEAN = "mean", _("the mean of the others' vote points")
        NOTHING = "nothing", _("0 points")

    class BallotRule(models.TextChoices):
        """For how many works one person may vote."""

        WORKS = "works", _("one vote for each work")
        FIELDS = "fields", _("one vote in each field")
        PICKS = "picks", _("exactly so many works as the number says")

    class Voters(models.TextChoices):
        """What a person must have confirmed to vote."""

        ANY = "any", _("an e-mail address or a phone number")
        EMAIL = "email", _("an e-mail address")
        PHONE = "phone", _("a phone number")

    class TieRule(models.TextChoices):
        COUNCIL = "council", _("higher council score")
        FIRST_CRITERION = "first_criterion", _("higher mean of the first criterion")
        VOTES = "votes", _("more votes")
        PAIRS = "pairs", _("the judges' comparison in pairs")
        SHARED = "shared", _("the rank is shared")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="schemes", verbose_name=_("edition")
    )
    order = models.PositiveSmallIntegerField(
        _("round"), default=1, help_text=_("1 is the first round; entries go from one to the next.")
    )
    name = models.CharField(_("name of the round"), max_length=120, blank=True)
    name_en = models.CharField(_("name of the round in English"), max_length=120, blank=True)
    begins_at = models.DateTimeField(
        _("judges may score from"),
        validators=[of_our_time],
        null=True,
        blank=True,
        help_text=_("Empty: from the beginning of the judging."),
    )
    ends_at = models.DateTimeField(
        _("judges may score until"),
        validators=[of_our_time],
        null=True,
        blank=True,
        help_text=_("Empty: to the end of the judging."),
    )
    sheets_per_entry = models.PositiveSmallIntegerField(
        _("sheets per entry"), null=True, blank=True, help_text=_("Empty: as the edition says.")
    )
    names_authors = models.BooleanField(
        _("authors are named to the judges"),
        default=False,
        help_text=_(
            "For presentations and visits; conflicts of interest are kept apart all the same. "
            "Otherwise the round is blinded."
        ),
    )
    shows_colleagues = models.BooleanField(_("judges see who sits on their panel"), default=True)
    releases_remarks = models.BooleanField(
        _("judges' remarks go to the entrants after the announcement"), default=False
    )
    has_visits = models.BooleanField(_("site checks and product tests"), default=False)
    presentation_minutes = models.PositiveSmallIntegerField(
        _("minutes of a presentation"), default=0, help_text=_("0: entries are not presented.")
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("share of members who must attend a meeting (%)"), default=67
    )
    promotes_per_field = models.PositiveSmallIntegerField(
        _("go on: the best of each field"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    promotes_from = models.DecimalField(
        _("go on: council score at least"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    promotes_without_zero = models.BooleanField(
        _("go on: no criterion with a mean of zero"), default=False
    )
    fee_per_sheet = models.PositiveIntegerField(_("fee of a sheet (đồng)"), default=0)
    fee_per_session = models.PositiveIntegerField(_("fee of a session, members (đồng)"), default=0)
    fee_of_secretary = models.PositiveIntegerField(
        _("fee of a session, secretary (đồng)"), default=0
    )
    council_max = models.DecimalField(
        _("council, at most"), max_digits=6, decimal_places=2, default=80
    )
    vote_max = models.DecimalField(
        _("public vote, at most"), max_digits=6, decimal_places=2, default=20
    )
    aggregate = models.CharField(
        _("aggregate"), max_length=8, choices=Aggregate, default=Aggregate.MEAN
    )
    drop_extremes_from = models.PositiveSmallIntegerField(
        _("drop the highest and the lowest sheet from this many sheets"),
        default=0,
        help_text=_("0: never"),
    )
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=1)
    council_decimals = models.PositiveSmallIntegerField(
        _("decimals of the council score"), default=2
    )
    rounding = models.CharField(
        _("rounding"), max_length=16, choices=Rounding, default=Rounding.HALF_UP
    )
    vote_formula = models.CharField(
        _("vote formula"), max_length=20, choices=VoteFormula, default=VoteFormula.SHARE_OF_HIGHEST
    )
    without_vote = models.CharField(
        _("a work kept out of the public vote gets"),
        max_length=8,
        choices=WithoutVote,
        default=WithoutVote.MEAN,
    )
    ballot_rule = models.CharField(
        _("a person has in the public vote"),
        max_length=6,
        choices=BallotRule,
        default=BallotRule.WORKS,
    )
    ballot_number = models.PositiveSmallIntegerField(
        _("number of works a person votes for"),
        null=True,
        blank=True,
        help_text=_("Exactly, or at most where there is one vote for each work; empty: no limit."),
    )
    shows_what_if = models.BooleanField(
        _("the committee is shown what each prize depends on"),
        default=False,
        help_text=_("Vote, ballots set aside, single judges; it decides nothing."),
    )
    min_voter_age = models.PositiveSmallIntegerField(
        _("age from which people vote online"),
        null=True,
        blank=True,
        help_text=_("Younger people vote on paper at a polling place. Empty: no limit."),
    )
    voters = models.CharField(
        _("whoever votes has confirmed"), max_length=5, choices=Voters, default=Voters.ANY
    )
    pass_mark = models.DecimalField(
        _("pass mark of the council score"), max_digits=6, decimal_places=2, default=0
    )
    spread_limit = models.DecimalField(
        _("spread that asks for discussion"), max_digits=6, decimal_places=2, default=Decimal(20)
    )
    tie_rules = models.JSONField(
        _("tie rules in order"),
        default=list,
        blank=True,
        help_text=_(
            "The first rule that tells two entries of one final score apart decides. In "
            "pairs, the judges compare what is of one rank at "
            "the prize line, after the vote is counted."
        ),
    )

    class Meta:
        verbose_name = _("scoring scheme")
        verbose_name_plural = _("scoring schemes")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "order"], name="competition_one_scheme_a_round"
            ),
            models.CheckConstraint(
                condition=~models.Q(ballot_rule="picks")
                | models.Q(ballot_number__isnull=False, ballot_number__gt=0),
                name="competition_picks_have_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or _('Scoring scheme')} – {self.edition}"

    def clean(self) -> None:
        """Each tie rule counts where it stands first; places that were left empty close."""
        super().clean()
        if isinstance(self.tie_rules, list):
            self.tie_rules = list(dict.fromkeys(rule for rule in self.tie_rules if rule))

    @property
    def has_vote(self) -> bool:
        """Whether votes give points beside this scheme."""
        return self.vote_formula != self.VoteFormula.NONE

    @property
    def ballot_words(self) -> str:
        """The rule of the ballots as a sentence of the regulation."""
        number = self.ballot_number
        if self.ballot_rule == self.BallotRule.FIELDS:
            return gettext("One vote in each field.")
        if self.ballot_rule == self.BallotRule.PICKS:
            return ngettext(
                "Each person chooses exactly %(number)s work; with fewer, none of them counts.",
                "Each person chooses exactly %(number)s works; with fewer, none of them counts.",
                number or 0,
            ) % {"number": number}
        if number:
            return ngettext(
                "One vote for each work, for %(number)s work at most.",
                "One vote for each work, for %(number)s works at most.",
                number,
            ) % {"number": number}
        return gettext("One vote for each work, for as many works as one likes.")

    @property
    def voter_words(self) -> str:
        """Who may vote, as a sentence of the regulation."""
        return f"{self._account_words} {self._age_words}".strip()

    @property
    def _age_words(self) -> str:
        if not self.min_voter_age:
            return ""
        return gettext(
            "From %(age)s years on one votes online; whoever is younger votes on paper at a "
            "polling place."
        ) % {"age": self.min_voter_age}

    @property
    def _account_words(self) -> str:
        if self.voters == self.Voters.EMAIL:
            return gettext("Whoever has an account with a confirmed e-mail address may vote.")
        if self.voters == self.Voters.PHONE:
            return gettext("Whoever has an account with a confirmed phone number may vote.")
        return gettext(
            "Whoever has an account with a confirmed e-mail address or phone number may vote."
        )

    @property
    def label(self) -> str:
        """The round's name in the reader's language; empty where the edition has one round without
        a name.
        """
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Criterion(RuleOfEdition, Bilingual, ClusterableModel):
    """What a judge gives points for, from 0 to `max_points` in steps of `step`."""

    frozen_from = "judging"

    scheme = ParentalKey(
        Scheme, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("scoring scheme")
    )
    guidance = models.TextField(_("guidance"), blank=True)
    guidance_en = models.TextField(_("guidance in English"), blank=True)
    max_points = models.DecimalField(_("at most"), max_digits=6, decimal_places=2)
    step = models.DecimalField(_("step"), max_digits=4, decimal_places=2, default=Decimal("0.5"))
    pass_mark = models.DecimalField(_("pass mark"), max_digits=6, decimal_places=2, default=0)
    is_optional = models.BooleanField(
        _("may be left out where it does not apply"),
        default=False,
        help_text=_("The other criteria of the sheet are then scaled up; it is never a zero."),
    )
    zero_disqualifies = models.BooleanField(_("a mean of zero disqualifies"), default=False)
    asks_comment = models.BooleanField(_("points need a comment to the council"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_points__gt=0) & models.Q(step__gt=0),
                name="competition_criterion_positive",
            )
        ]

    @property
    def governing_edition(self) -> Edition:
        return self.scheme.edition

    @property
    def guidance_text(self) -> str:
        return self.guidance_en if self.guidance_en and get_language() == "en" else self.guidance


class RubricBand(RuleOfEdition):
    """What a range of points means in words."""

    frozen_from = "judging"

    criterion = ParentalKey(
        Criterion, on_delete=models.CASCADE, related_name="bands", verbose_name=_("criterion")
    )
    lowest = models.DecimalField(_("from"), max_digits=6, decimal_places=2)
    highest = models.DecimalField(_("to"), max_digits=6, decimal_places=2)
    text = models.CharField(_("meaning"), max_length=120)
    text_en = models.CharField(_("meaning in English"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["lowest"]

    def __str__(self) -> str:
        return self.label

    @property
    def governing_edition(self) -> Edition:
        return self.criterion.scheme.edition

    @property
    def label(self) -> str:
        return self.text_en if self.text_en and get_language() == "en" else self.text


class PrizeTier(RuleOfEdition, Bilingual):
    """A prize: how many, how much money, how many at most in one field; may stay empty."""

    frozen_from = "ratification"

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="tiers", verbose_name=_("edition")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    count = models.PositiveSmallIntegerField(_("number of prizes"))
    money = models.PositiveBigIntegerField(_("money (đồng)"), default=0)
    per_field_cap = models.PositiveSmallIntegerField(
        _("at most in one field"), null=True, blank=True
    )
    minimum_score = models.DecimalField(
        _("least final score"), max_digits=6, decimal_places=2, default=0
    )

    class Meta:
        verbose_name = _("prize tier")
        verbose_name_plural = _("prize tiers")
        ordering = ["order", "pk"]
