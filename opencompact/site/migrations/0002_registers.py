"""The registers: consultations, their findings, what both sides say of them."""

import django.db.models.deletion
import opencompact.site.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="reply_days",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name="area",
            name="small_number",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=20)),
                ("record", models.BigIntegerField()),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                ("changes", models.JSONField()),
                ("why", models.TextField(max_length=1000)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["register", "record"], name="compact_ame_registe_e3e2b0_idx")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=20)),
                ("record", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("ref", models.CharField(max_length=40)),
                ("check_id", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=10)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("kept_with_reason", "Kept with a reason"),
                            ("due", "Due"),
                            ("at_risk", "At risk"),
                            ("not_kept", "Not kept"),
                            ("cannot_tell", "Can’t be told"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=20,
                    ),
                ),
                ("deadline", models.DateField(null=True)),
                ("counted_on", models.DateField(null=True)),
                ("since", models.DateField()),
                ("public_from", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.area"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.organisation"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.edition"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40)),
                ("side", models.CharField(max_length=10)),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("kept_with_reason", "Kept with a reason"),
                            ("not_kept", "Not kept"),
                            ("cannot_tell", "Can’t be told"),
                        ],
                        max_length=20,
                    ),
                ),
                ("evidence", models.TextField(max_length=4000)),
                ("link", models.URLField(blank=True)),
                ("on", models.DateField()),
                ("withdrawn", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.area"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.edition"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Reply"),
                            ("contest", "Does not agree with the finding"),
                            ("context", "Adds to it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("said", models.DateTimeField(default=opencompact.site.clock.now)),
                ("withdrawn", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="compact.finding"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Private plan"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("unknown", models.JSONField(blank=True, default=list)),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                ("published", models.DateTimeField(null=True)),
                ("why_withdrawn", models.TextField(blank=True)),
                ("purpose", models.TextField(blank=True, max_length=4000)),
                ("can_change", models.TextField(blank=True, max_length=4000)),
                ("cannot_change", models.TextField(blank=True, max_length=4000)),
                ("affected", models.TextField(blank=True, max_length=4000)),
                ("groups", models.TextField(blank=True, max_length=2000)),
                ("reaching", models.TextField(blank=True, max_length=4000)),
                ("methods", models.TextField(blank=True, max_length=2000)),
                ("formats", models.TextField(blank=True, max_length=2000)),
                ("expenses_offered", models.BooleanField(null=True)),
                ("expenses", models.CharField(blank=True, max_length=400)),
                ("prior_knowledge", models.TextField(blank=True, max_length=4000)),
                ("known_link", models.URLField(blank=True)),
                ("impact_assessed", models.DateField(null=True)),
                ("impact_link", models.URLField(blank=True)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "An idea: nothing is written yet"),
                            ("options", "Options to choose from"),
                            ("draft", "A draft"),
                            ("final", "A final proposal, before the decision"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written", models.BooleanField(default=True)),
                ("announced", models.DateField(null=True)),
                ("opens", models.DateField(null=True)),
                ("closes", models.DateField(null=True)),
                ("decides", models.DateField(null=True)),
                ("short_reason", models.TextField(blank=True, max_length=1000)),
                ("holiday_reason", models.TextField(blank=True, max_length=1000)),
                ("elsewhere", models.URLField(blank=True, max_length=500)),
                ("asks_about", models.EmailField(blank=True, max_length=254)),
                ("feedback_published", models.DateField(null=True)),
                ("feedback_url", models.URLField(blank=True, max_length=500)),
                ("responses", models.PositiveIntegerField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.area"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.organisation"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.edition"
                    ),
                ),
                ("involved", models.ManyToManyField(related_name="+", to="compact.organisation")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "state", "closes"], name="compact_con_area_id_eabffd_idx"),
                    models.Index(fields=["area", "state", "opens"], name="compact_con_area_id_c06313_idx"),
                    models.Index(fields=["body", "state"], name="compact_con_body_id_27c815_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("area", "body", "reference"),
                        name="one_consultation_a_reference",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["area", "ref", "status"], name="compact_fin_area_id_0bbca7_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["area", "status", "deadline"], name="compact_fin_area_id_858320_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["area", "register", "counted_on"], name="compact_fin_area_id_7eb8e1_idx"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("register", "record", "ref", "check_id"), name="one_finding_a_check"
            ),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["area", "ref"], name="compact_jud_area_id_d16136_idx"),
        ),
    ]
