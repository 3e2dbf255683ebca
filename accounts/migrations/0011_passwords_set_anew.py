from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_accounts_that_are_switched_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="reset_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="password set anew"
            ),
        ),
    ]
