from django.db import migrations


def name(apps, schema_editor):
    """Wagtail calls the top of the pages and of the collections "Root"; the office reads its name
    in the path of every page. What somebody has renamed stays.
    """
    Page, Collection = (
        apps.get_model("wagtailcore", "Page"),
        apps.get_model("wagtailcore", "Collection"),
    )
    Page.objects.filter(depth=1, title="Root").update(title="Gốc", draft_title="Gốc")
    Collection.objects.filter(depth=1, name="Root").update(name="Gốc")


class Migration(migrations.Migration):
    """Vietnamese names of the two roots."""

    dependencies = [("cms", "0002_office_groups")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
