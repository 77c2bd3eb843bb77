"""Businesses sign where the agreement invites them."""

from django.db import migrations, models

KINDS = [
    ("council", "Council"),
    ("parish", "Town or parish council"),
    ("health", "Health body"),
    ("police", "Police"),
    ("fire", "Fire and rescue"),
    ("education", "School, college or university"),
    ("housing", "Housing association"),
    ("partnership", "Partnership or board"),
    ("support", "Council for voluntary service or other support body"),
    ("charity", "Charity"),
    ("group", "Community group"),
    ("enterprise", "Social enterprise"),
    ("faith", "Faith group"),
    ("network", "Forum or network"),
    ("business", "Business or trade body"),
    ("other", "Something else"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0007_what_documents_say"),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="private_signs",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(choices=KINDS, default="other", max_length=20),
        ),
        migrations.AlterField(
            model_name="wish",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20),
        ),
    ]
