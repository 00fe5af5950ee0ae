import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def loosen(name, to, verbose_name):
    """Nullable first, so that the way back has room for links that do not know their unit yet."""
    return migrations.AlterField(
        model_name="handout",
        name=name,
        field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="handouts", to=to, verbose_name=verbose_name),
    )


class Migration(migrations.Migration):
    """A node beside the links; the next migrations move what links know of their unit into it."""

    dependencies = [
        ("distribution", "0001_initial"),
        ("lessons", "0003_readings_are_kept"),
        ("people", "0003_identity_reports_say_how_they_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CascadeNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("opening", models.CharField(choices=[("hadir", "hadir di sosialisasi"), ("lulus", "lulus kuis"), ("sendiri", "dibuka sendiri")], max_length=8, verbose_name="dibuka karena")),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("staff_target", models.PositiveIntegerField(blank=True, null=True, verbose_name="jumlah ASN")),
                ("staff_target_source", models.CharField(blank=True, choices=[("kepala", "menurut kepala unit"), ("daftar", "menurut daftar pegawai"), ("kepegawaian", "menurut data kepegawaian")], max_length=11, verbose_name="sumber jumlah")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="batas")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cascade_nodes", to="lessons.coursepage", verbose_name="kursus")),
                ("opened_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cascade_nodes", to="people.unit", verbose_name="unit kerja")),
            ],
            options={
                "verbose_name": "simpul sebaran",
                "verbose_name_plural": "simpul sebaran",
                "ordering": ("-opened_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "course"), name="one_node_per_unit_and_course"),
                    models.CheckConstraint(condition=models.Q(("staff_target__isnull", True), ("staff_target__gt", 0), _connector="OR"), name="a_staff_target_of_a_node_is_positive"),
                    models.CheckConstraint(condition=models.Q(models.Q(("staff_target__isnull", True), ("staff_target_source", "")), models.Q(("staff_target__isnull", False), models.Q(("staff_target_source", ""), _negated=True)), _connector="OR"), name="a_staff_target_states_its_source"),
                    models.CheckConstraint(condition=models.Q(("closed_at__isnull", True), ("closed_at__gte", models.F("opened_at")), _connector="OR"), name="a_node_closes_after_it_opens"),
                ],
            },
        ),
        migrations.AddField(
            model_name="handout",
            name="node",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="handouts", to="distribution.cascadenode"),
        ),
        loosen("unit", "people.unit", "unit kerja"),
        loosen("course", "lessons.coursepage", "kursus"),
    ]
