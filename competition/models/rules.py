"""What a part of the regulation is.

From the publication on it changes by a decision alone; once the phase that it governs has begun it
does not change at all.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from competition import clock
from competition.errors import Frozen
from competition.models.series import Edition, Phase, refuse_if_published
from foundation import soft_cache


def regulation_key(edition_id: int) -> str:
    """Under which an edition's rules lie in the cache; every change of a rule forgets them."""
    return f"regulation:{edition_id}"


class RuleOfEdition(models.Model):
    """A part of the regulation. Once the phase that it governs has begun, it is frozen."""

    frozen_from = "submission"  # the kind of the phase; "": it is never frozen
    is_published = True  # with the regulation; otherwise it may still be written until it is frozen
    FREE: ClassVar[dict[str, str]] = {}  # what changes without a decision ("*": all of it), and why
    edition: Any  # a ParentalKey of those that stand directly under an edition

    class Meta:
        abstract = True

    @property
    def governing_edition(self) -> Edition:
        return self.edition

    def refuse_if_frozen(self) -> None:
        """Raises Frozen when the phase named by `frozen_from` has begun."""
        phase = self.phase_begun()
        if phase:
            raise Frozen(
                _(
                    "“%(rule)s” cannot be changed: the phase “%(phase)s” has begun under "
                    "these rules."
                )
                % {"rule": self, "phase": phase.get_kind_display()}
            )

    def phase_begun(self) -> Phase | None:
        """The phase that froze this part of the rules, once it has begun."""
        begun = Phase.objects.filter(opens_at__lte=clock.now(), kind=self.frozen_from)
        return begun.filter(edition_id=self.governing_edition.pk).first()

    def clean(self):
        super().clean()
        if self.pk and self.has_changed():
            try:
                self.refuse_if_frozen()
            except Frozen as error:
                raise ValidationError(str(error)) from error

    def has_changed(self) -> bool:
        """Differs from the stored row, or is not stored yet."""
        if self.pk is None:
            return True
        stored = type(self)._default_manager.filter(pk=self.pk).first()
        return stored is None or any(
            getattr(stored, field.attname) != getattr(self, field.attname)
            for field in self._meta.concrete_fields
        )

    def save(self, *args, **kwargs):
        if self.has_changed():
            self.refuse_if_frozen()
            self._refuse_if_published()
        super().save(*args, **kwargs)
        self._forget_regulation()

    def delete(self, *args, **kwargs):
        self.refuse_if_frozen()
        self._refuse_if_published()
        self._forget_regulation()
        return super().delete(*args, **kwargs)

    def _refuse_if_published(self) -> None:
        """Raises Frozen; also when the row would leave a published edition, or come into one."""
        if not self.is_published:
            return
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        here = self.governing_edition.pk
        if stored is not None and stored.governing_edition.pk != here:
            refuse_if_published(stored.governing_edition.pk, moved=True)
            refuse_if_published(here, moved=True)
        refuse_if_published(here)

    def _forget_regulation(self) -> None:
        key = regulation_key(self.governing_edition.pk)
        transaction.on_commit(lambda: soft_cache.forget(key))
