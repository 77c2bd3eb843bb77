"""The words of the search, by which what was typed wrongly is found; everything is gathered anew for them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def gather_anew(apps: Any, schema_editor: Any) -> None:
    apps.get_model("compact", "Looked").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0005_two_people_adopt"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vocabulary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=30)),
                ("count", models.PositiveIntegerField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.area"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "area"), name="a_word_of_an_area_once")],
            },
        ),
        migrations.RunPython(gather_anew, migrations.RunPython.noop),
    ]
