"""The other formats of an article, each with what only it has."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.media_blocks import PhotosBlock
from cms.models.news import NewsPage
from submissions.files import videos

A_MINUTE = 60  # seconds
ON_THE_FRONT = 2  # drawings of an infographic
IN_THE_MOSAIC = 5  # photos


class MegastoryPage(NewsPage):
    """A long story in chapters: each heading of its body begins one."""

    class Meta:
        verbose_name = _("megastory")
        verbose_name_plural = _("megastories")

    @property
    def chapters(self) -> list[tuple[int, str]]:
        """(number, title) in their order."""
        titles = [block.value for block in self.body if block.block_type == "heading"]
        return list(enumerate(titles, start=1))

    @property
    def numbered(self) -> list[tuple[int | None, object]]:
        """(number of the chapter that begins here, block) for the whole body."""
        told: list[tuple[int | None, object]] = []
        number = 0
        for block in self.body:
            begins = block.block_type == "heading"
            number += begins
            told.append((number if begins else None, block))
        return told


class InfographicPage(NewsPage):
    """Figures drawn large; whoever cannot see them reads the same in words."""

    in_words = RichTextField(
        _("the same in words"),
        features=["bold", "ol", "ul"],
        help_text=_("Every figure of the drawing, for those who cannot see it."),
    )
    source = models.CharField(
        _("where the figures come from"),
        max_length=200,
        help_text=_("Such as: Statistics Office of Thai Nguyen, report of 12/10/2026."),
    )

    content_panels = [*NewsPage.content_panels, FieldPanel("in_words"), FieldPanel("source")]
    search_fields = [*NewsPage.search_fields, index.SearchField("in_words")]

    class Meta:
        verbose_name = _("infographic")
        verbose_name_plural = _("infographics")

    @property
    def first_drawings(self) -> list[object]:
        """What the front page shows of it."""
        drawn = [block for block in self.body if block.block_type in ("hundred", "bars")]
        return drawn[:ON_THE_FRONT]


class PhotoStoryPage(NewsPage):
    """A series of pictures, each with its caption."""

    photos = StreamField(PhotosBlock(min_num=2), verbose_name=_("photos"))

    content_panels = [*NewsPage.content_panels, FieldPanel("photos")]
    search_fields = [*NewsPage.search_fields, index.SearchField("photos")]

    class Meta:
        verbose_name = _("photo story")
        verbose_name_plural = _("photo stories")

    @property
    def first_photos(self) -> list[object]:
        """What the front page shows of it."""
        return list(self.photos)[:IN_THE_MOSAIC]


class VideoPage(NewsPage):
    """A film: of our own with captions, or of a channel that is asked after consent only."""

    film = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("film"),
        help_text=_("A file of the type webm or mp4."),
    )
    captions = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("captions"),
        help_text=_("A file of the type vtt. Required with a film of our own."),
    )
    elsewhere = models.URLField(
        _("address of the film elsewhere"),
        blank=True,
        help_text=_("On YouTube, Vimeo or the province’s channel; nobody is sent there unasked."),
    )
    seconds = models.PositiveIntegerField(_("length in seconds"))
    transcript = RichTextField(
        _("transcript"),
        features=["bold"],
        help_text=_("What is said and shown, for those who cannot hear or see it."),
    )

    content_panels = [
        *NewsPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("film"),
                FieldPanel("captions"),
                FieldPanel("elsewhere"),
                FieldPanel("seconds"),
            ],
            heading=_("Film"),
        ),
        FieldPanel("transcript"),
    ]
    search_fields = [*NewsPage.search_fields, index.SearchField("transcript")]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def clean(self):
        """Exactly one film, captioned, of a kind that browsers play."""
        super().clean()
        wrong = {}
        if bool(self.film) == bool(self.elsewhere):
            wrong["film"] = _("Give either a film of our own or the address of one elsewhere.")
        elif self.film and self.film.file_extension not in ("webm", "mp4"):
            wrong["film"] = _("Choose a file of the type webm or mp4.")
        elif self.film and (self.captions is None or self.captions.file_extension != "vtt"):
            wrong["captions"] = _("Add the captions as a file of the type vtt.")
        elif self.elsewhere and videos.video_of(self.elsewhere) is None:
            wrong["elsewhere"] = _(
                "Give the address of one film on YouTube, Vimeo or the province’s channel."
            )
        if wrong:
            raise ValidationError(wrong)

    @property
    def player(self) -> videos.Video | None:
        """The player of a film elsewhere."""
        return videos.video_of(self.elsewhere)

    @property
    def length(self) -> str:
        """Minutes and seconds: 6:12."""
        return f"{self.seconds // A_MINUTE}:{self.seconds % A_MINUTE:02d}"
