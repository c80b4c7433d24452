import byturns.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_members_and_recovery"),
    ]

    operations = [
        migrations.AlterField(
            model_name="group",
            name="join_token",
            field=models.CharField(default=byturns.core.ids.public_id, max_length=64, unique=True),
        ),
    ]
