from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

sheets = import_module("judging.migrations.0010_reopening_is_the_only_way_back")


class Migration(migrations.Migration):
    """A table that a trigger reads cannot be rebuilt on SQLite: the triggers go first, and come back with the next migration."""

    dependencies = [
        ('judging', '0010_reopening_is_the_only_way_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(sheets.unguard, sheets.guard),
        migrations.AddField(
            model_name='reopening',
            name='nonce',
            field=models.CharField(blank=True, editable=False, max_length=32, verbose_name='nonce of the commitment'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='remark',
            field=models.TextField(blank=True, verbose_name='remark to the entrant'),
        ),
        migrations.AddField(
            model_name='scoresheet',
            name='nonce',
            field=models.CharField(blank=True, editable=False, max_length=32, verbose_name='nonce of the commitment'),
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('strengths', models.JSONField(default=dict, editable=False, verbose_name='strengths')),
                ('left_out', models.JSONField(default=list, editable=False, verbose_name='left out')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='digest')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('entries', models.ManyToManyField(related_name='+', to='judging.blindedentry', verbose_name='blinded entries')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ('ranking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='judging.ranking', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'comparison in pairs',
                'verbose_name_plural': 'comparisons in pairs',
                'ordering': ['opened_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lottery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most_percent', models.PositiveSmallIntegerField(verbose_name='greatest chance of a judge to get an entry (%)')),
                ('chances', models.JSONField(verbose_name='chances')),
                ('commitment', models.CharField(max_length=64, verbose_name='digest of the secret')),
                ('secret', models.CharField(editable=False, max_length=64, verbose_name='secret')),
                ('source', models.CharField(max_length=200, verbose_name='where the public number comes from')),
                ('committed_at', models.DateTimeField(verbose_name='committed')),
                ('public_number', models.CharField(blank=True, max_length=40, verbose_name='public number')),
                ('plan', models.JSONField(default=list, verbose_name='plan')),
                ('drawn_at', models.DateTimeField(blank=True, null=True, verbose_name='drawn')),
                ('committed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='committed by')),
                ('drawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lotteries', to='judging.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'lottery',
                'verbose_name_plural': 'lotteries',
                'ordering': ['committed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ComparisonBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choices', models.JSONField(verbose_name='choices')),
                ('nonce', models.CharField(editable=False, max_length=32, verbose_name='nonce of the commitment')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='judging.comparison', verbose_name='comparison in pairs')),
                ('judge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='judging.judge', verbose_name='judge')),
            ],
            options={
                'verbose_name': 'choices of a judge',
                'verbose_name_plural': 'choices of judges',
                'constraints': [models.UniqueConstraint(fields=('comparison', 'judge'), name='judging_one_ballot_a_comparison')],
            },
        ),
    ]
