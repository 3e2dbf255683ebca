"""Blocks that show more than prose: pictures, figures, drawn charts, timelines, files, other pages.

Charts are drawn here from the numbers that an editor types, and each stands with its table.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms import scenes

HUNDRED = 100
TONES = 4  # of the parts of a hundred, darkest first
DROP = 20  # units of the drawing between two drops
A_ROW = 25  # drops


class PhotoBlock(blocks.StructBlock):
    """A photograph with its credit, or a drawn scene."""

    image = ImageChooserBlock(required=False, label=_("Photograph"))
    scene = blocks.ChoiceBlock(choices=scenes.choices, required=False, label=_("or a drawn scene"))
    caption = blocks.CharBlock(max_length=200, label=_("Caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("Photographer and licence"))

    class Meta:
        template = "cms/blocks/photo.html"
        icon = "image"
        label = _("Picture")
        description = _("A photograph or a drawn scene over the full width, with its caption.")
        preview_value = {
            "scene": "xuong",
            "caption": _("The workshop behind the house, on the evening of the first test."),
        }

    def clean(self, value):
        """Either of the two; a photograph is described and credited."""
        value = super().clean(value)
        wrong = {}
        if bool(value["image"]) == bool(value["scene"]):
            wrong["image"] = ValidationError(_("Choose a photograph or a drawn scene."))
        elif value["image"] and not value["image"].description:
            wrong["image"] = ValidationError(_("Describe this picture first, in Pictures."))
        elif value["image"] and not value["credit"]:
            wrong["credit"] = ValidationError(_("Say who took it and under which licence."))
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return value


class PhotosBlock(blocks.StreamBlock):
    """The pictures of a photo story."""

    photo = PhotoBlock()


class FigureBlock(blocks.StructBlock):
    """A number and what it counts."""

    number = blocks.CharBlock(max_length=12, label=_("Number"), help_text=_("With its unit: 38 %"))
    label = blocks.CharBlock(max_length=100, label=_("What it counts"))


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    figures = blocks.ListBlock(FigureBlock(), min_num=1, max_num=6, label=_("Figures"))

    class Meta:
        template = "cms/blocks/figures.html"
        icon = "order"
        label = _("Figures")
        description = _("One to six numbers, large, each with what it counts.")
        preview_value = {
            "title": _("The class in figures"),
            "figures": [
                {"number": "42", "label": _("learners, the oldest is 78")},
                {"number": "12", "label": _("evenings of 90 minutes")},
            ],
        }


class BarBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=80, label=_("Label"))
    value = blocks.DecimalBlock(min_value=0, max_digits=14, decimal_places=2, label=_("Number"))


class BarsBlock(blocks.StructBlock):
    """A bar chart; the longest bar is the darkest."""

    title = blocks.CharBlock(
        max_length=160, label=_("Finding"), help_text=_("What the chart says, as a sentence.")
    )
    unit = blocks.CharBlock(required=False, max_length=30, label=_("Unit"))
    bars = blocks.ListBlock(BarBlock(), min_num=2, max_num=12, label=_("Bars"))
    source = blocks.CharBlock(required=False, max_length=200, label=_("Source"))

    class Meta:
        template = "cms/blocks/bars.html"
        icon = "bars"
        label = _("Bar chart")
        description = _("Two to twelve numbers as bars, with the table behind them.")
        preview_value = {
            "title": _("Drip watering saves a third of the water"),
            "unit": "m³",
            "bars": [
                {"label": _("By the calendar"), "value": 100},
                {"label": _("By the threshold"), "value": 62},
            ],
        }

    def get_context(self, value, parent_context=None):
        """`rows`: [{"label", "value", "share" (of the largest, in percent), "is_largest"}]."""
        context = super().get_context(value, parent_context)
        largest = max((bar["value"] for bar in value["bars"]), default=0)
        context["rows"] = [
            {
                "label": bar["label"],
                "value": bar["value"],
                "share": round(HUNDRED * bar["value"] / largest) if largest else 0,
                "is_largest": bar["value"] == largest,
            }
            for bar in value["bars"]
        ]
        return context


class PartBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, label=_("Label"))
    count = blocks.IntegerBlock(min_value=1, max_value=HUNDRED, label=_("Of a hundred"))


class HundredBlock(blocks.StructBlock):
    """A hundred drops, each of the colour of its part; what no part names stays empty."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    parts = blocks.ListBlock(PartBlock(), min_num=1, max_num=TONES, label=_("Parts"))

    class Meta:
        template = "cms/blocks/hundred.html"
        icon = "grip"
        label = _("Of a hundred")
        description = _("Shares as a hundred drops in colours, with the numbers in words.")
        preview_value = {
            "title": _("Watered by the calendar"),
            "parts": [
                {"label": _("reach the root"), "count": 38},
                {"label": _("run down the slope"), "count": 34},
            ],
        }

    def clean(self, value):
        """The parts of a hundred are at most a hundred."""
        value = super().clean(value)
        total = sum(part["count"] for part in value["parts"])
        if total > HUNDRED:
            message = _("The parts add up to %(total)s; they may be at most 100 together.")
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(message, params={"total": total})]
            )
        return value

    def get_context(self, value, parent_context=None):
        """`drops`: [(x, y, tone from 1, 0 for none)] in rows of twenty-five."""
        context = super().get_context(value, parent_context)
        tones = [
            tone for tone, part in enumerate(value["parts"], 1) for _drop in range(part["count"])
        ]
        tones += [0] * (HUNDRED - len(tones))
        context["drops"] = [
            (DROP * (place % A_ROW) + DROP // 2, DROP * (place // A_ROW) + DROP // 2, tone)
            for place, tone in enumerate(tones)
        ]
        return context


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(max_length=40, label=_("When"))
    what = blocks.CharBlock(max_length=240, label=_("What happened"))


class StoryTimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    moments = blocks.ListBlock(MomentBlock(), min_num=2, max_num=20, label=_("Moments"))

    class Meta:
        template = "cms/blocks/story_timeline.html"
        icon = "history"
        label = _("Timeline of a story")
        description = _("What happened when, one moment a line.")
        preview_value = {
            "moments": [
                {"when": "2015", "what": _("The first bucket with holes in its bottom.")},
                {"when": "2026", "what": _("Fourteen households water by the threshold.")},
            ]
        }


class SaidBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=400, label=_("What was said"))
    who = blocks.CharBlock(max_length=120, label=_("Who said it"))

    class Meta:
        template = "cms/blocks/said.html"
        icon = "openquote"
        label = _("Quotation with its speaker")
        description = _("A sentence of somebody, large, with name and office.")
        preview_value = {
            "text": _("A machine that talks well is not always right."),
            "who": "Bàn Phúc Sinh",
        }


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    about = blocks.CharBlock(required=False, max_length=200, label=_("What it is for"))

    class Meta:
        template = "cms/blocks/file.html"
        icon = "doc-full"
        label = _("File to download")
        description = _("A document with its type and size.")


class RelatedBlock(blocks.StructBlock):
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Page")), min_num=1, max_num=4, label=_("Pages")
    )

    class Meta:
        template = "cms/blocks/related.html"
        icon = "link"
        label = _("Read further")
        description = _("One to four other pages of this site.")
