from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0014_the_one_signatory_becomes_the_first'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='trainingsession',
            name='signatory_name',
        ),
        migrations.RemoveField(
            model_name='trainingsession',
            name='signatory_title',
        ),
    ]
