from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0010_tie_rules_by_choice")]

    operations = [
        migrations.RenameField(
            model_name="scheme", old_name="is_open", new_name="names_authors"
        )
    ]
