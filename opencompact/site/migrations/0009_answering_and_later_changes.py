"""From when people could answer a consultation; what a later change turned, and what shows it."""

from datetime import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from opencompact.site import clock


def say_since_when(apps: Any, _editor: Any) -> None:
    """What stood here before: here since its questions, elsewhere since it was published. A notice that had opened was
    never asked how people answer, so its opening date is believed, as that of a list from elsewhere is."""
    row: Any
    today = clock.now().date()
    for row in apps.get_model("compact", "Consultation").objects.exclude(state="planned"):
        asked = apps.get_model("compact", "Questionnaire").objects.filter(consultation=row).first()
        since: datetime | None = asked.published if asked else row.published if row.elsewhere else None
        begun = row.opens is not None and row.opens <= today
        row.answerable_from = since.date() if since else row.opens if row.reference or begun else None
        row.save(update_fields=["answerable_from"])


def keep_campaigns(apps: Any, _editor: Any) -> None:
    """Results that are published keep the campaigns they name."""
    found: dict[int, dict[str, list[int]]] = {}
    groups = apps.get_model("compact", "Suggested").objects.filter(is_campaign=True).order_by("place")
    for row, question, size in groups.values_list("grouping__question__consultation", "grouping__question", "size"):
        found.setdefault(row, {}).setdefault(str(question), []).append(size)
    results: Any
    for results in apps.get_model("compact", "Results").objects.filter(consultation__in=found):
        results.campaigns = found[results.consultation_id]
        results.save(update_fields=["campaigns"])


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0008_businesses_sign"),
    ]

    operations = [
        migrations.AddField(
            model_name="amendment",
            name="shown_by",
            field=models.TextField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="consultation",
            name="answerable_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="consultation",
            name="documents",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="consultation",
            name="in_person",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="consultation",
            name="questions_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="consultation",
            name="reason_cases",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="meetingrecord",
            name="reason_cases",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="finding",
            name="changed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.amendment"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="reply_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="status_before",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="results",
            name="campaigns",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(keep_campaigns, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(say_since_when, migrations.RunPython.noop, elidable=True),
    ]
