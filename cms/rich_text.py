"""Wagtail's editor of rich text, which takes no link to what cannot be a row."""

import json
from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea

from competition.web import number_of


class RichTextArea(DraftailRichTextArea):
    """A page whose text leads to “abc” could be opened by nobody, its editor included: such a link
    leads nowhere, and the check of the content says so.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.get(name)
        if not isinstance(sent, str):
            return super().value_from_datadict(data, files, name)
        return super().value_from_datadict({name: _of_rows(sent)}, files, name)


def _of_rows(sent: str) -> str:
    """The content with numbers of rows alone. What is no content raises, as Wagtail's own reading
    of it does: `config.middleware.TornForms` answers.
    """
    content = json.loads(sent)
    if content is None:  # nothing was written
        return sent
    for entity in content["entityMap"].values():
        if "id" in entity["data"]:
            entity["data"]["id"] = number_of(str(entity["data"]["id"]))
    return json.dumps(content)
