import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("distribution", "0003_links_belong_to_a_node")]

    operations = [
        migrations.RemoveConstraint(model_name="handout", name="one_open_handout_per_unit_and_course"),
        migrations.RemoveConstraint(model_name="handout", name="a_staff_target_is_positive"),
        migrations.RemoveConstraint(model_name="cascadenode", name="a_staff_target_of_a_node_is_positive"),
        migrations.AddConstraint(
            model_name="cascadenode",
            constraint=models.CheckConstraint(condition=models.Q(("staff_target__isnull", True), ("staff_target__gt", 0), _connector="OR"), name="a_staff_target_is_positive"),
        ),
        migrations.AlterField(
            model_name="handout",
            name="node",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="handouts", to="distribution.cascadenode"),
        ),
        migrations.RemoveField(model_name="handout", name="unit"),
        migrations.RemoveField(model_name="handout", name="course"),
        migrations.RemoveField(model_name="handout", name="staff_target"),
        migrations.RemoveField(model_name="handout", name="staff_target_source"),
        migrations.RemoveField(model_name="handout", name="due_on"),
        migrations.AlterModelOptions(name="handout", options={"ordering": ("-created_at",), "verbose_name": "tautan bagikan", "verbose_name_plural": "tautan bagikan"}),
        migrations.AddConstraint(
            model_name="handout",
            constraint=models.UniqueConstraint(condition=models.Q(("closed_at__isnull", True)), fields=("node",), name="one_open_handout_per_node"),
        ),
    ]
