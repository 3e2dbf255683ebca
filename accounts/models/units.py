"""The tree of units, and the names under which they are known."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from foundation.vietnamese.text import fold, nfc


class Unit(MP_Node):
    """An organisation or a commune in the tree of units: province > department > school, province >
    commune.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        COMMUNE = "commune", _("commune")
        WARD = "ward", _("ward")
        DEPARTMENT = "department", _("department")
        SCHOOL = "school", _("school or university")
        HOSPITAL = "hospital", _("hospital")
        COMPANY = "company", _("company")
        OTHER = "other", _("other organisation")

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    code = models.CharField(_("code"), max_length=20, unique=True)
    # Switched off: it stays for what points to it, and nobody chooses it any more.
    is_active = models.BooleanField(_("in use"), default=True)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = MP_NodeManager()
    node_order_by = None

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name

    @property
    def successor(self) -> "Unit":
        """The unit that stands for this one after all mergers; itself where there was none."""
        return self.merged_into.successor if self.merged_into else self

    def set_keys(self) -> None:
        """Bring the stored forms of the name up to date; `save` does it, bulk_create must ask for
        it.
        """
        self.name = nfc(self.name)
        self.folded = fold(self.name)

    def save(self, *args, **kwargs):
        self.set_keys()
        super().save(*args, **kwargs)


class UnitName(models.Model):
    """Another name of a unit: of before a change, of a unit that was merged into it, or as people
    write it.
    """

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="other_names", verbose_name=_("unit")
    )
    name = models.CharField(_("other name"), max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("other name of a unit")
        verbose_name_plural = _("other names of units")
        ordering = ["folded"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name = nfc(" ".join(self.name.split()))
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
