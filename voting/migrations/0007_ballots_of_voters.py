"""Each person becomes a voter of each edition in which they gave a ballot."""

from django.db import migrations


def give_names(apps, _editor):
    ballots = apps.get_model("voting", "Ballot").objects
    voters = apps.get_model("voting", "Voter").objects
    given = ballots.order_by().values_list("candidate__edition", "voter").distinct()
    for edition, person in list(given):
        voter = voters.create(edition_id=edition, user_id=person)
        ballots.filter(candidate__edition=edition, voter=person).update(given_by=voter)


def take_names(apps, _editor):
    ballots = apps.get_model("voting", "Ballot").objects
    for voter in apps.get_model("voting", "Voter").objects.iterator():
        ballots.filter(given_by=voter).update(voter=voter.user_id)


class Migration(migrations.Migration):
    dependencies = [("voting", "0006_voters")]

    operations = [migrations.RunPython(give_names, take_names)]
