import json

from django import forms
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.viewsets.model import ModelViewSetGroup

from competition.kept_forms import KeptForm
from competition.listing import buttons
from competition.models import Contest, Criterion, Edition, Scheme
from competition.rule_pages import DecisionForm, DecisionPanel, RuleViewSet


def _rows(relation: str, heading, *fields: str):
    return InlinePanel(relation, heading=heading, panels=[FieldPanel(field) for field in fields])


class TieRules(forms.MultiWidget):
    """The tie rules as numbered choices, from first to last; the field keeps them as JSON."""

    def __init__(self, attrs=None):
        choices = [("", "–"), *Scheme.TieRule.choices]
        selects = []
        for number in range(1, len(Scheme.TieRule) + 1):
            label = format_lazy("{} {}", _("tie rule"), number)
            selects.append(forms.Select({"aria-label": label}, choices))
        super().__init__(selects, attrs)

    def decompress(self, value):
        rules = json.loads(value) if value else []
        if not isinstance(rules, list):
            return []
        places = len(self.widgets)
        return [*rules, *[""] * places][:places]

    def value_from_datadict(self, data, files, name):
        """As they were chosen, so that a refused page shows each in its place; the model closes the
        gaps.
        """
        chosen = super().value_from_datadict(data, files, name)
        while chosen and not chosen[-1]:
            chosen.pop()
        return json.dumps([rule or "" for rule in chosen])


class EditionViewSet(RuleViewSet):
    model = Edition
    icon = "calendar"
    menu_label = _("Editions")
    list_display = ["name", "year", "contest", "decision_number"]
    inspect_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    DecisionPanel(),
                    "contest",
                    "name",
                    "name_en",
                    "slug",
                    FieldRowPanel(["number", "year"]),
                    "call",
                    "call_en",
                    "summary",
                    "summary_en",
                    MultiFieldPanel(
                        [
                            "decision_number",
                            "decision_date",
                            "organiser_lines",
                            "place",
                            "signer_title",
                            "signer_name",
                        ],
                        heading=_("Papers"),
                    ),
                    "receipt_prefix",
                    "sheets_per_entry",
                    FieldRowPanel(["ratification_numerator", "ratification_denominator"]),
                    "vote_overlaps_judging",
                    "asks_unit_confirmation",
                    FieldRowPanel(["max_files", "max_file_mb", "max_dossier_mb"]),
                    "grace_minutes",
                    FieldRowPanel(["similarity_percent", "meaning_percent"]),
                    FieldRowPanel(["max_authors", "max_entries_a_person"]),
                    FieldRowPanel(["min_age", "max_age"]),
                    MultiFieldPanel(
                        ["first_applied_from", "within"], heading=_("Who may take part")
                    ),
                    MultiFieldPanel(
                        [
                            "screening_checks",
                            "return_reasons",
                            FieldRowPanel(["screening_days", "answer_days"]),
                        ],
                        heading=_("Screening"),
                    ),
                    MultiFieldPanel(
                        [FieldRowPanel(["posting_days", "complaint_days"])],
                        heading=_("Posting and complaints"),
                    ),
                ],
                heading=_("General"),
            ),
            ObjectList(
                [_rows("phases", _("Timetable"), "kind", "opens_at", "closes_at")],
                heading=_("Timetable"),
            ),
            ObjectList(
                [
                    _rows(
                        "fields",
                        pgettext_lazy("a work", "Fields"),
                        "code",
                        "name",
                        "name_en",
                        "order",
                    ),
                    _rows("kinds", _("Entry kinds"), "name", "name_en", "order"),
                ],
                heading=_("Fields and kinds"),
            ),
            ObjectList(
                [
                    _rows(
                        "tiers",
                        _("Prizes"),
                        "name",
                        "name_en",
                        "count",
                        "money",
                        "per_field_cap",
                        "minimum_score",
                        "order",
                    )
                ],
                heading=_("Prizes"),
            ),
            ObjectList(
                [
                    _rows(
                        "texts",
                        _("Texts of the rules"),
                        "title",
                        "title_en",
                        "body",
                        "body_en",
                        "order",
                    )
                ],
                heading=_("Texts"),
            ),
        ],
        base_form_class=DecisionForm,
    )


class SchemeViewSet(RuleViewSet):
    model = Scheme
    icon = "order"
    menu_label = _("Scoring schemes")
    list_display = ["edition", "order", "name", "council_max", "vote_max", "aggregate"]
    edit_handler = ObjectList(
        [
            DecisionPanel(),
            FieldRowPanel(["edition", "order"]),
            FieldRowPanel(["name", "name_en"]),
            MultiFieldPanel(
                [
                    FieldRowPanel(["begins_at", "ends_at", "sheets_per_entry"]),
                    "names_authors",
                    "shows_colleagues",
                    "releases_remarks",
                    "has_visits",
                    FieldRowPanel(["presentation_minutes", "quorum_percent"]),
                ],
                heading=_("How the round is held"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(["promotes_per_field", "promotes_from"]), "promotes_without_zero"],
                heading=_("Who goes on to the next round"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(["fee_per_sheet", "fee_per_session", "fee_of_secretary"])],
                heading=_("Fees"),
            ),
            FieldRowPanel(["council_max", "vote_max"]),
            FieldRowPanel(["aggregate", "drop_extremes_from"]),
            FieldRowPanel(["decimals", "council_decimals", "rounding"]),
            FieldRowPanel(["vote_formula", "without_vote"]),
            FieldRowPanel(["ballot_rule", "ballot_number", "voters", "min_voter_age"]),
            "shows_what_if",
            FieldRowPanel(["pass_mark", "spread_limit"]),
            FieldPanel("tie_rules", widget=TieRules),
            _rows(
                "criteria",
                _("Criteria"),
                "name",
                "name_en",
                "guidance",
                "guidance_en",
                "max_points",
                "step",
                "pass_mark",
                "is_optional",
                "zero_disqualifies",
                "asks_comment",
                "order",
            ),
        ],
        base_form_class=DecisionForm,
    )


class CriterionViewSet(RuleViewSet):
    model = Criterion
    icon = "list-ol"
    menu_label = _("Criteria and bands")
    list_display = ["name", "scheme", "max_points", "step"]
    edit_handler = ObjectList(
        [
            DecisionPanel(),
            "scheme",
            "name",
            "name_en",
            "max_points",
            "step",
            "pass_mark",
            _rows("bands", _("Bands"), "lowest", "highest", "text", "text_en"),
        ],
        base_form_class=DecisionForm,
    )


class ContestViewSet(RuleViewSet):
    model = Contest
    icon = "pick"
    menu_label = _("Contests")
    list_display = ["name", "slug"]
    edit_handler = ObjectList(["name", "name_en", "slug"], base_form_class=KeptForm)


class RulesGroup(ModelViewSetGroup):
    """The regulation as data."""

    items = (ContestViewSet, EditionViewSet, SchemeViewSet, CriterionViewSet)
    menu_label = _("Rules of the contest")
    menu_icon = "cogs"
    menu_order = 100


@hooks.register("register_admin_viewset")
def rules_viewsets():
    return RulesGroup()


@hooks.register("register_admin_urls")
def list_urls():
    of_list = "danh-sach/<slug:slug>/<slug:listing>/"
    return [
        path(f"{of_list}giu/", buttons.SaveView.as_view(), name="save_view"),
        path(f"{of_list}bo/", buttons.DropView.as_view(), name="drop_view"),
        path(f"{of_list}cot/", buttons.ChooseColumns.as_view(), name="choose_columns"),
    ]
