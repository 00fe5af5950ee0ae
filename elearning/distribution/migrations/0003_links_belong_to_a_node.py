from django.db import migrations


def gather(apps, schema_editor):
    """One node per unit and course, with the number and the due date of its newest link, the open one first."""
    Handout, CascadeNode = apps.get_model("distribution", "Handout"), apps.get_model("distribution", "CascadeNode")
    nodes = {}
    links = sorted(
        Handout.objects.all(), key=lambda link: (link.closed_at is not None, -link.created_at.timestamp(), -link.pk)
    )
    for link in links:
        key = (link.unit_id, link.course_id)
        if key not in nodes:
            nodes[key] = CascadeNode.objects.create(
                unit_id=link.unit_id,
                course_id=link.course_id,
                opening="sendiri",
                opened_at=min(each.created_at for each in links if (each.unit_id, each.course_id) == key),
                opened_by_id=link.created_by_id,
                staff_target=link.staff_target,
                staff_target_source="kepala" if link.staff_target else "",
                due_on=link.due_on,
                closed_at=None if link.closed_at is None else link.closed_at,
            )
        Handout.objects.filter(pk=link.pk).update(node=nodes[key])


def scatter(apps, schema_editor):
    """Back: links say again what their node says."""
    Handout = apps.get_model("distribution", "Handout")
    for link in Handout.objects.select_related("node"):
        node = link.node
        Handout.objects.filter(pk=link.pk).update(
            unit=node.unit_id,
            course=node.course_id,
            staff_target=node.staff_target,
            staff_target_source=node.staff_target_source,
            due_on=node.due_on,
        )


class Migration(migrations.Migration):
    dependencies = [("distribution", "0002_nodes_of_the_cascade")]
    operations = [migrations.RunPython(gather, scatter)]
