"""Forms that stand on one page with others."""

from typing import Any

from django import forms


class OneOfSeveral(forms.Form):
    """Its fields have ids of their own, so that their words lead to no field of another form."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["auto_id"] = f"{type(self).__name__.lower()}_%s"
        super().__init__(*arguments, **options)
