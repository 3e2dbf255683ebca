import re

from django.db import migrations

from foundation.vietnamese.text import fold


def fill(apps, _editor):
    """The words of what is there already."""
    entry_word = apps.get_model("submissions", "EntryWord")
    for entry in apps.get_model("submissions", "Entry").objects.prefetch_related("authors").iterator(chunk_size=500):
        text = " ".join([entry.title, entry.receipt_number, *[author.full_name for author in entry.authors.all()]])
        words = {word[:40].encode() for word in re.findall(r"\w+", fold(text))}
        entry_word.objects.bulk_create([entry_word(entry=entry, word=word) for word in sorted(words)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0009_screening_sharing_exhibits")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
