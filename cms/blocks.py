"""The blocks of every prose page. Dates, criteria and prizes come from the competition's data,
never from typing.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.media_blocks import (
    BarsBlock,
    FiguresBlock,
    FileBlock,
    HundredBlock,
    PhotoBlock,
    RelatedBlock,
    SaidBlock,
    StoryTimelineBlock,
)
from competition.models import Edition

RICH = ["bold", "italic", "link", "ol", "ul", "document-link", "h3"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        template = "cms/blocks/picture.html"
        icon = "image"
        label = _("Picture with caption")


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "link"], label=_("Text"))

    class Meta:
        template = "cms/blocks/callout.html"
        icon = "info-circle"
        label = _("Notice")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=RICH, label=_("Answer"))

    class Meta:
        template = "cms/blocks/question.html"
        icon = "help"
        label = _("Question and answer")


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=60, label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        template = "cms/blocks/button.html"
        icon = "link"
        label = _("Button")


class RulesBlock(blocks.StructBlock):
    """Criteria, prizes or timetable of an edition, from the data."""

    edition_slug = blocks.CharBlock(max_length=50, label=_("Edition’s address"))

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        edition = Edition.objects.filter(slug=value["edition_slug"]).first()
        context["edition"] = None if edition is None or edition.is_draft else edition
        return context


class TimetableBlock(RulesBlock):
    class Meta:
        template = "cms/blocks/timetable.html"
        icon = "calendar-alt"
        label = _("Timetable from the data")


class CriteriaBlock(RulesBlock):
    class Meta:
        template = "cms/blocks/criteria.html"
        icon = "list-ol"
        label = _("Criteria from the data")


class PrizesBlock(RulesBlock):
    class Meta:
        template = "cms/blocks/prizes.html"
        icon = "pick"
        label = _("Prizes from the data")


class StoryBlock(blocks.StreamBlock):
    """One set of blocks for all prose."""

    heading = blocks.CharBlock(
        form_classname="title", template="cms/blocks/heading.html", icon="title", label=_("Heading")
    )
    paragraph = blocks.RichTextBlock(
        features=RICH, template="cms/blocks/paragraph.html", icon="pilcrow", label=_("Text")
    )
    picture = PictureBlock()
    quote = blocks.BlockQuoteBlock(
        template="cms/blocks/quote.html", icon="openquote", label=_("Quotation")
    )
    callout = CalloutBlock()
    question = QuestionBlock()
    button = ButtonBlock()
    photo = PhotoBlock()
    said = SaidBlock()
    figures = FiguresBlock()
    bars = BarsBlock()
    hundred = HundredBlock()
    moments = StoryTimelineBlock()
    file = FileBlock()
    related = RelatedBlock()
    timetable = TimetableBlock()
    criteria = CriteriaBlock()
    prizes = PrizesBlock()
