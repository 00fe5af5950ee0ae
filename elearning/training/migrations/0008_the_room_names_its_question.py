import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0007_statistics_know_their_edition"),
        ("training", "0007_desks_without_network"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="room", name="questions_are_counted_from_one"),
        migrations.RemoveField(model_name="room", name="question"),
        migrations.AddField(
            model_name="room",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="quizzes.question",
                verbose_name="soal",
            ),
        ),
    ]
