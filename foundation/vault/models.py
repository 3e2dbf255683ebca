from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """One content, stored once under its SHA-256. Names and permissions belong to whoever points
    here.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    stored_at = models.DateTimeField(_("stored"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Where the storage keeps it."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class PagePicture(models.Model):
    """The picture of one page of a content; made again when it is lost."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="pictures")
    page = models.PositiveSmallIntegerField(_("page"))
    width = models.PositiveSmallIntegerField(_("width in pixels"))
    pages = models.PositiveIntegerField(_("pages of the content"))
    picture = models.ForeignKey(Blob, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of pages")
        constraints = [
            models.UniqueConstraint(
                fields=["blob", "page", "width"], name="vault_one_picture_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.blob} {self.page}"


class Access(models.Model):
    """Who opened which file, when, as what."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="accesses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=80)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("file access")
        verbose_name_plural = _("file accesses")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.blob_id} {self.purpose}"
