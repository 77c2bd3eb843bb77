"""What a document says and what it leaves open: where it can be read, whether it applies, its own words, the chair."""

from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def confirm_adopted(apps: Any, schema_editor: Any) -> None:
    """Who adopted an edition here, or gave its first day, said that it applies; a document alone gives only a year."""
    for edition in apps.get_model("compact", "Edition").objects.defer("text"):
        is_day = edition.start is not None and edition.start != date(edition.start.year, 1, 1)
        if edition.adopted or is_day:
            edition.applies_on = edition.published.date()
            edition.save(update_fields=["applies_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0006_words_of_the_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="applies_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="read_at",
            field=models.URLField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="group",
            name="chair_about",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="OfficialWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40)),
                ("text", models.TextField(max_length=10000)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "ref"), name="official_words_once_a_clause")
                ],
            },
        ),
        migrations.RunPython(confirm_adopted, migrations.RunPython.noop),
    ]
