"""The registers: consultations, their answers, their findings, what both sides say of them."""

import django.db.models.deletion
import opencompact.site.areas.models
import opencompact.site.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compact", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=20000)),
                ("redacted", models.TextField(blank=True, max_length=20000)),
                ("is_redacted", models.BooleanField(default=False)),
                ("chosen", models.JSONField(default=list)),
                ("number", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("publish", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="area",
            name="mark",
            field=models.CharField(default=opencompact.site.areas.models.new_mark, max_length=16),
        ),
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
        migrations.AlterField(
            model_name="findable",
            name="sort",
            field=models.CharField(
                choices=[
                    ("area", "Area"),
                    ("edition", "Edition"),
                    ("promise", "Promise"),
                    ("tool", "Work it out"),
                    ("organisation", "Organisation"),
                    ("signatory", "Signatory"),
                    ("champion", "Champion"),
                    ("group", "Group"),
                    ("meeting", "Meeting"),
                    ("decision", "Decision"),
                    ("action", "Action"),
                    ("proposal", "Proposal"),
                    ("recommendation", "Recommendation"),
                    ("consultation", "Consultation"),
                    ("contribution", "Contribution"),
                    ("post", "Paid post"),
                    ("session", "Training session"),
                    ("event", "Event"),
                ],
                max_length=20,
            ),
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
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("stored", models.CharField(max_length=64)),
                ("ending", models.CharField(max_length=10)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("withheld", models.BooleanField(default=False)),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachment", to="compact.answer"
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
                        max_length=100,
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
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True, max_length=1000)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.consultation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.TextField(blank=True, max_length=4000)),
                ("heard", models.TextField(blank=True, max_length=4000)),
                ("published", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="compact.consultation"
                    ),
                ),
            ],
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
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("code", models.BigIntegerField(null=True)),
                ("said", models.TextField(max_length=1000)),
                ("how_many", models.PositiveIntegerField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "Agreed"), ("partly", "Partly agreed"), ("not_agreed", "Not agreed")],
                        max_length=12,
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=2000)),
                ("doing", models.TextField(blank=True, max_length=2000)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("by_when", models.DateField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("evidence", models.TextField(blank=True, max_length=2000)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("published", models.DateTimeField(null=True)),
                ("day_place", models.CharField(blank=True, max_length=30)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="compact.consultation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="News",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written_to", models.BigIntegerField(default=0)),
                ("finished", models.BooleanField(default=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.consultation"
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.point"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "news",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "In words"),
                            ("one", "One of several"),
                            ("many", "Any of several"),
                            ("scale", "On a scale"),
                            ("rank", "In order of importance"),
                            ("number", "A number"),
                            ("file", "A file"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("hint", models.CharField(blank=True, max_length=500)),
                ("options", models.TextField(blank=True, max_length=5000)),
                ("required", models.BooleanField(default=False)),
                ("apart", models.BooleanField(default=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="compact.consultation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grouping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.DateTimeField(default=opencompact.site.clock.now)),
                ("made", models.DateTimeField(null=True)),
                ("wanted", models.PositiveIntegerField(default=1)),
                ("done", models.PositiveIntegerField(default=0)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("others", models.PositiveIntegerField(default=0)),
                ("failed", models.BooleanField(default=False)),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grouping", to="compact.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EqualityCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("option", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="compact.question"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="compact.question"
            ),
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("introduction", models.TextField(blank=True, max_length=4000)),
                ("privacy", models.TextField(blank=True, max_length=4000)),
                ("published", models.DateTimeField(null=True)),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaire",
                        to="compact.consultation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins", models.PositiveIntegerField()),
                ("ends", models.PositiveIntegerField()),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotes", to="compact.answer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of_file", models.BooleanField(default=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("personal", "personal data of the writer"),
                            ("third", "personal data of somebody else"),
                            ("unlawful", "words that may be unlawful to publish"),
                            ("abuse", "abuse or threats"),
                            ("confidential", "given in confidence"),
                        ],
                        max_length=12,
                    ),
                ),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                ("entry", models.BigIntegerField()),
                ("lifted", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="redactions", to="compact.answer"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("paper", "on paper"),
                            ("meeting", "at a meeting"),
                            ("telephone", "by telephone"),
                        ],
                        default="online",
                        max_length=10,
                    ),
                ),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("people", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(default="en", max_length=5)),
                ("as_organisation", models.BooleanField(default=False)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("speaks_for", models.CharField(blank=True, max_length=400)),
                ("asked", models.PositiveIntegerField(null=True)),
                ("basis", models.CharField(blank=True, max_length=400)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("wants_news", models.BooleanField(default=False)),
                ("withdrawn", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.consultation"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="compact.response"
            ),
        ),
        migrations.CreateModel(
            name="Results",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("summary", models.TextField(blank=True, max_length=4000)),
                ("published", models.DateTimeField(default=opencompact.site.clock.now)),
                ("entry", models.BigIntegerField()),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="compact.consultation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.PositiveIntegerField()),
                ("drawn_from", models.PositiveIntegerField()),
                ("drawn", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="samples", to="compact.question"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("first_codes", models.JSONField(null=True)),
                ("second_codes", models.JSONField(null=True)),
                ("settled", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.answer"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="compact.sample"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Settled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Started",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("typed", models.JSONField(default=dict)),
                ("files", models.JSONField(default=dict)),
                ("language", models.CharField(default="en", max_length=5)),
                ("saved", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.consultation"
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
            name="Suggested",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_campaign", models.BooleanField(default=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("words", models.JSONField(default=list)),
                ("size", models.PositiveIntegerField()),
                ("identical", models.PositiveIntegerField(default=0)),
                ("typical", models.JSONField(default=list)),
                (
                    "code",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="compact.code"
                    ),
                ),
                (
                    "grouping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="compact.grouping"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SuggestedMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggested", to="compact.answer"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="compact.suggested"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="compact.response"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="compact.tag"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("paper", "on paper"),
                            ("meeting", "at a meeting"),
                            ("telephone", "by telephone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("as_organisation", models.BooleanField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.consultation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=20)),
                ("file", models.CharField(max_length=200)),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("read", "Read, not taken in yet"), ("taken", "Taken in"), ("back", "Taken back")],
                        default="read",
                        max_length=5,
                    ),
                ),
                ("records", models.JSONField(default=list)),
                ("places", models.JSONField(default=list)),
                ("read_as", models.JSONField(default=list)),
                ("left", models.JSONField(default=list)),
                ("taken", models.JSONField(default=list)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.area"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "indexes": [
                    models.Index(fields=["area", "by"], name="compact_bat_area_id_78150c_idx"),
                    models.Index(fields=["state", "made"], name="compact_bat_state_ed9ad4_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codings", to="compact.answer"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codings", to="compact.code"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "answer"), name="an_answer_has_a_code_once")],
            },
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["area", "state", "closes"], name="compact_con_area_id_eabffd_idx"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["area", "state", "opens"], name="compact_con_area_id_c06313_idx"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["body", "state"], name="compact_con_body_id_27c815_idx"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("area", "body", "reference"),
                name="one_consultation_a_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("consultation", "title"), name="a_code_has_a_title_of_its_own"),
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
        migrations.AddIndex(
            model_name="point",
            index=models.Index(fields=["consultation", "place"], name="compact_poi_consult_aed34b_idx"),
        ),
        migrations.AddIndex(
            model_name="point",
            index=models.Index(fields=["day_place"], name="compact_poi_day_pla_903978_idx"),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code__isnull", False)),
                fields=("consultation", "code"),
                name="a_code_is_drafted_once",
            ),
        ),
        migrations.AddIndex(
            model_name="news",
            index=models.Index(fields=["finished"], name="compact_new_finishe_d7af35_idx"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["consultation", "place"], name="compact_que_consult_59418b_idx"),
        ),
        migrations.AddConstraint(
            model_name="equalitycount",
            constraint=models.UniqueConstraint(fields=("question", "option"), name="one_count_an_option"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(fields=("answer", "begins", "ends"), name="words_are_quoted_once"),
        ),
        migrations.AddIndex(
            model_name="redaction",
            index=models.Index(fields=["answer", "lifted"], name="compact_red_answer__7d5998_idx"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["consultation", "withdrawn", "way"], name="compact_res_consult_1c7e50_idx"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["consultation", "-id"], name="compact_res_consult_29266f_idx"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_hash", ""), _negated=True),
                fields=("code_hash",),
                name="an_answer_is_sent_once",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "response"], name="compact_ans_questio_670108_idx"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("response", "question"), name="a_question_is_answered_once"),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "answer"), name="an_answer_is_drawn_once"),
        ),
        migrations.AddIndex(
            model_name="started",
            index=models.Index(fields=["consultation", "saved"], name="compact_sta_consult_d79379_idx"),
        ),
        migrations.AddIndex(
            model_name="suggested",
            index=models.Index(fields=["grouping", "is_campaign", "place"], name="compact_sug_groupin_2d2d90_idx"),
        ),
        migrations.AddConstraint(
            model_name="suggestedmember",
            constraint=models.UniqueConstraint(fields=("group", "answer"), name="an_answer_is_in_a_group_once"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("consultation", "name"), name="a_tag_is_there_once"),
        ),
        migrations.AddConstraint(
            model_name="tagging",
            constraint=models.UniqueConstraint(fields=("tag", "response"), name="a_response_has_a_tag_once"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("consultation", "way", "as_organisation"), name="one_tally_a_way"
            ),
        ),
    ]
