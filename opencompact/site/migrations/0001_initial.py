"""The first shape of the database, and what the search looks words up in."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import opencompact.site.clock
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def make_search(apps: object, schema_editor: object) -> None:
    from opencompact.site.opendata.searching import ensure_index

    ensure_index()


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("name_cy", models.CharField(blank=True, max_length=100)),
                ("word", models.CharField(default="Compact", max_length=40)),
                ("word_cy", models.CharField(blank=True, max_length=40)),
                (
                    "colour",
                    models.CharField(
                        default="#1d5b79",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}\\Z", "Write a colour as # and six digits or letters, such as #1d5b79."
                            )
                        ],
                    ),
                ),
                ("logo", models.BinaryField(blank=True, default=b"")),
                ("logo_text", models.CharField(blank=True, max_length=120)),
                ("nation", models.CharField(default="england", max_length=20)),
                ("code", models.CharField(blank=True, max_length=9)),
                ("time_zone", models.CharField(default="Europe/London", max_length=40)),
                ("about", models.TextField(blank=True)),
                ("contact_name", models.CharField(blank=True, max_length=100)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("is_demonstration", models.BooleanField(default=False)),
                ("opened", models.DateTimeField(default=opencompact.site.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("language", models.CharField(default="en", max_length=5)),
                ("is_administrator", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("joined", models.DateTimeField(default=opencompact.site.clock.now)),
                ("erased", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="an_email_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200)),
                ("adopted", models.DateField(blank=True, null=True)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                ("review_due", models.DateField(blank=True, null=True)),
                ("published", models.DateTimeField(default=opencompact.site.clock.now)),
                ("area", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="compact.area")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="compact.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("-start",),
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition_id", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("source_name", models.CharField(blank=True, max_length=200)),
                ("source", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("reviewed", models.JSONField(default=list)),
                ("renumbered", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("working", "being worked on"),
                            ("open", "opened for comments"),
                            ("adopted", "adopted"),
                            ("given_up", "given up"),
                        ],
                        default="working",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                ("opened", models.DateTimeField(blank=True, null=True)),
                ("opened_until", models.DateField(blank=True, null=True)),
                ("opened_text", models.TextField(blank=True)),
                ("ended", models.DateTimeField(blank=True, null=True)),
                ("meeting", models.CharField(blank=True, max_length=200)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="compact.area"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "became",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="compact.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("goes_on", "the edition goes on as it is"),
                            ("work_on_it", "it goes on, and both sectors work on keeping it better"),
                            ("revised", "it will be revised"),
                            ("replaced", "a new edition will be written"),
                            ("ended", "it will end, and nothing follows it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="compact.edition"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=60)),
                ("area", models.CharField(blank=True, max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.BinaryField()),
            ],
            options={
                "ordering": ("n",),
                "indexes": [
                    models.Index(fields=["area", "subject"], name="compact_ent_area_939198_idx"),
                    models.Index(fields=["area", "-n"], name="compact_ent_area_cb320b_idx"),
                    models.Index(fields=["act", "-n"], name="compact_ent_act_17fefd_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("week", "Compact Week"),
                            ("awards", "Awards"),
                            ("conference", "Conference or open day"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("about", models.TextField(blank=True, max_length=5000)),
                ("link", models.URLField(blank=True)),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="compact.area"
                    ),
                ),
            ],
            options={
                "ordering": ("on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Findable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("area", "Area"),
                            ("edition", "Edition"),
                            ("promise", "Promise"),
                            ("organisation", "Organisation"),
                            ("signatory", "Signatory"),
                            ("champion", "Champion"),
                            ("group", "Group"),
                            ("meeting", "Meeting"),
                            ("decision", "Decision"),
                            ("action", "Action"),
                            ("proposal", "Proposal"),
                            ("recommendation", "Recommendation"),
                            ("contribution", "Contribution"),
                            ("post", "Paid post"),
                            ("session", "Training session"),
                            ("event", "Event"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ref", models.CharField(blank=True, max_length=40)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("place", models.TextField(blank=True)),
                ("href", models.CharField(max_length=400)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="compact.area"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                ("key", models.CharField(max_length=43, unique=True)),
                ("asked", models.DateTimeField(default=opencompact.site.clock.now)),
                ("confirmed", models.DateTimeField(blank=True, null=True)),
                ("told_up_to", models.BigIntegerField(default=-1)),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followings", to="compact.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("answers_to", models.CharField(blank=True, max_length=200)),
                ("chosen_how", models.TextField(blank=True)),
                ("chair_name", models.CharField(blank=True, max_length=100)),
                ("quorum_total", models.PositiveSmallIntegerField(default=0)),
                ("quorum_each", models.PositiveSmallIntegerField(default=0)),
                ("months_between", models.PositiveSmallIntegerField(default=12)),
                ("formed", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="group", to="compact.area"
                    ),
                ),
                (
                    "named_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compact.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("language", models.CharField(default="en", max_length=5)),
                ("once", models.CharField(blank=True, max_length=200)),
                ("stop", models.CharField(blank=True, max_length=300)),
                ("written", models.DateTimeField(default=opencompact.site.clock.now)),
                ("next_try", models.DateTimeField(default=opencompact.site.clock.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["sent", "next_try"], name="compact_let_sent_8a0ef8_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("once", ""), _negated=True), fields=("once",), name="a_marked_letter_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Looked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("up_to", models.BigIntegerField()),
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
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary meeting"),
                            ("annual", "Annual meeting"),
                            ("special", "Special meeting"),
                        ],
                        default="ordinary",
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField(blank=True, null=True)),
                ("place", models.CharField(max_length=200)),
                ("link", models.URLField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("published", "Record published"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("changes", models.PositiveIntegerField(default=0)),
                ("agenda_published", models.DateTimeField(blank=True, null=True)),
                ("why_cancelled", models.CharField(blank=True, max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("guests", models.PositiveSmallIntegerField(default=0)),
                ("chaired", models.BooleanField(default=False)),
                ("quorum_total", models.PositiveSmallIntegerField(default=0)),
                ("quorum_each", models.PositiveSmallIntegerField(default=0)),
                ("published", models.DateTimeField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="compact.group"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("refs", models.JSONField(default=list)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="compact.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="compact.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="one_hash_a_place")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("name_cy", models.CharField(blank=True, max_length=200)),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("public", "Public sector"),
                            ("voluntary", "Voluntary sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
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
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("website", models.URLField(blank=True)),
                ("identifier", models.CharField(blank=True, max_length=60)),
                ("ended", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="organisations", to="compact.area"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="compact.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seats", models.PositiveSmallIntegerField(default=1)),
                ("person_name", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="compact.group"
                    ),
                ),
                (
                    "named_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compact.edition",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="compact.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("strategic", "Strategic partnership"),
                            ("public", "Public bodies"),
                            ("boards", "Partnership boards"),
                            ("sector", "The voluntary sector"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("money", "Money"),
                            ("hours", "Hours of work"),
                            ("kind", "In kind, such as a room or printing"),
                        ],
                        max_length=6,
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "planned",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=11,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                (
                    "given",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=11,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="compact.area"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="compact.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("source", "organisation__name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField(max_length=5000)),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "Public sector"),
                            ("voluntary", "Voluntary sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                    ),
                ),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                ("made", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "place",
                    models.CharField(
                        choices=[("held", "waits to be let through"), ("shown", "shown"), ("aside", "set aside")],
                        default="held",
                        max_length=10,
                    ),
                ),
                (
                    "why_aside",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "it names a person or gives away something private"),
                            ("other", "it is about something else"),
                            ("twice", "it was sent twice"),
                            ("abuse", "it is abusive or unlawful"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("changed", "Changed"), ("partly", "Changed in part"), ("unchanged", "Not changed")],
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=5000)),
                ("answered", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="compact.draft"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compact.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("about", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="compact.meeting"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compact.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("ending", models.CharField(max_length=4)),
                ("stored", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("open", models.BooleanField(default=False)),
                ("added", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="papers",
                        to="compact.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="compact.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("item__place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                (
                    "hours_a_week",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.5"))],
                    ),
                ),
                ("paid_by", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="compact.area"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="compact.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-since", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Practised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "practice",
                    models.CharField(
                        choices=[
                            ("induction", "New staff and volunteers hear of it in their induction"),
                            ("recruitment", "Recruitment packs mention it"),
                            ("website", "Our website explains it and links to it"),
                            ("news", "Our newsletter or noticeboard carried it in the last year"),
                            ("briefing", "Our trustees, councillors or board were briefed on it"),
                            ("training", "Our training plan includes it"),
                            ("reports", "Our committee reports say whether a proposal is in line with it"),
                            ("partnerships", "The partnerships we sit on use it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("evidence", models.CharField(max_length=300)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practices", to="compact.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("organisation__name", "practice"),
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("public", "Public sector"),
                            ("voluntary", "Voluntary sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                    ),
                ),
                ("people", models.PositiveSmallIntegerField()),
                ("seats", models.PositiveSmallIntegerField(default=1)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="compact.meeting"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compact.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("organisation__name",),
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("refs", models.JSONField(default=list)),
                ("made", models.DateField()),
                ("due", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                            ("done", "Carried out"),
                        ],
                        default="made",
                        max_length=20,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered", models.DateField(blank=True, null=True)),
                ("done", models.DateField(blank=True, null=True)),
                ("result", models.TextField(blank=True)),
                ("evidence", models.URLField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="compact.organisation",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="compact.group"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="compact.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("about", models.TextField()),
                ("asked", models.TextField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "An idea: everything can change"),
                            ("options", "Options to choose from"),
                            ("draft", "A draft: details can change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decide_by", models.DateField(blank=True, null=True)),
                ("link", models.URLField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("referred", "Waits for advice"),
                            ("advised", "Advice given"),
                            ("answered", "Advice answered"),
                        ],
                        default="referred",
                        max_length=10,
                    ),
                ),
                ("referred", models.DateField()),
                ("advice", models.TextField(blank=True)),
                ("advised", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("followed", "Followed"),
                            ("followed_in_part", "Followed in part"),
                            ("not_followed", "Not followed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("because", models.TextField(blank=True)),
                ("answered", models.DateField(blank=True, null=True)),
                (
                    "advised_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="compact.meeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="compact.organisation"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="compact.group"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referrals",
                        to="compact.agendaitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("says", models.CharField(max_length=200)),
                ("ref", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=opencompact.site.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="compact.draft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("officer", "partnership officer"),
                            ("chair", "independent chair"),
                            ("member", "member of the group"),
                            ("editor", "editor for a signatory"),
                            ("champion", "champion"),
                            ("mediator", "mediator"),
                            ("reader", "reader of papers"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="compact.area"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="compact.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.BinaryField(max_length=32)),
                ("facts", models.JSONField()),
                ("by", models.BigIntegerField(db_index=True, null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="compact.entry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=150)),
                ("on", models.DateField()),
                ("begins", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("about", models.TextField(blank=True, max_length=5000)),
                ("for_new_members", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="compact.area"
                    ),
                ),
                (
                    "organiser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="compact.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("public", "Public sector"),
                            ("voluntary", "Voluntary sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="compact.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_name", models.CharField(blank=True, max_length=100)),
                ("contact_role", models.CharField(blank=True, max_length=100)),
                ("contact_address", models.TextField(blank=True, max_length=500)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                ("contact_email", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("place", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("named", "Named in the document"),
                            ("signed", "Signed"),
                            ("withdrawn", "Withdrawn"),
                            ("passed_on", "Passed on to a successor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=5)),
                ("members", models.TextField(blank=True)),
                ("members_count", models.PositiveIntegerField(default=0)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("asked_for", models.CharField(blank=True, max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatories", to="compact.area"
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatory", to="compact.organisation"
                    ),
                ),
                (
                    "passed_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="took_over",
                        to="compact.signatory",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "signatories",
            },
        ),
        migrations.CreateModel(
            name="Champion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=440)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lead", "Lead champion"),
                            ("department", "Champion of a department"),
                            ("cabinet", "Champion in the cabinet"),
                            ("senior", "Champion among the senior officers"),
                            ("voluntary", "Champion of the voluntary sector"),
                        ],
                        max_length=12,
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=100)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("consents", models.BooleanField(default=False)),
                ("role", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("trained", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("serving", "Champion"), ("ended", "Term ended")], default="serving", max_length=10
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="champions", to="compact.signatory"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(null=True)),
                ("role", models.CharField(blank=True, max_length=200)),
                ("through", models.CharField(blank=True, max_length=200)),
                ("until", models.DateField(null=True)),
                ("entry", models.BigIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="compact.edition"
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="compact.signatory"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("due", models.DateField()),
                ("done", models.DateField(blank=True, null=True)),
                ("evidence", models.URLField(blank=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="compact.meeting"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="compact.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_name", models.CharField(blank=True, max_length=100)),
                ("contact_role", models.CharField(blank=True, max_length=100)),
                ("contact_address", models.TextField(blank=True, max_length=500)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                ("contact_email", models.EmailField(blank=True, db_index=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waiting for the organisation to confirm"),
                            ("confirmed", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("refused", "Not accepted"),
                            ("lapsed", "Never confirmed"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=43, unique=True)),
                ("seal", models.CharField(blank=True, max_length=64)),
                ("language", models.CharField(default="en", max_length=5)),
                ("name", models.CharField(max_length=200)),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("public", "Public sector"),
                            ("voluntary", "Voluntary sector"),
                            ("both", "Both sectors"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
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
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("identifier", models.CharField(blank=True, max_length=60)),
                ("website", models.URLField(blank=True)),
                ("members", models.TextField(blank=True)),
                ("wants_account", models.BooleanField(default=False)),
                ("champion_name", models.CharField(blank=True, max_length=100)),
                ("champion_role", models.CharField(blank=True, max_length=100)),
                ("champion_email", models.EmailField(blank=True, max_length=254)),
                ("champion_consents", models.BooleanField(default=False)),
                ("asked", models.DateTimeField(default=opencompact.site.clock.now)),
                ("confirmed", models.DateTimeField(null=True)),
                ("answered", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("receipt", models.BigIntegerField(null=True)),
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
                    "signatory",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="compact.signatory",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["area", "-start"], name="compact_edi_area_id_ada9d3_idx"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["area", "state"], name="compact_dra_area_id_3f3bf6_idx"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), _negated=True), ("opened_until__isnull", False), _connector="OR"
                ),
                name="an_open_draft_has_a_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                fields=("edition", "on"),
                name="one_check_in_a_day",
                violation_error_message="A check-in on that day is written down already.",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["area", "on"], name="compact_eve_area_id_fdf117_idx"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("on")), _connector="OR"),
                name="an_event_ends_late",
            ),
        ),
        migrations.AddIndex(
            model_name="findable",
            index=models.Index(fields=["ref"], name="compact_fin_ref_1bd525_idx"),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(fields=("area", "email"), name="an_address_follows_once"),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quorum_each", 0), ("quorum_total", 0)),
                    (
                        "quorum_total__gte",
                        django.db.models.expressions.CombinedExpression(models.Value(2), "*", models.F("quorum_each")),
                    ),
                    _connector="OR",
                ),
                name="a_quorum_holds_both_sectors",
                violation_error_message="A quorum must be at least as many as it needs of both sectors.",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["group", "on"], name="compact_mee_group_i_2cfa9c_idx"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published__isnull", False), ("state", "published")),
                    models.Q(models.Q(("state", "published"), _negated=True), ("published", None)),
                    _connector="OR",
                ),
                name="a_published_record_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("area", "slug"), name="one_organisation_a_name"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("group", "organisation"), name="a_member_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("since", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_membership_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["area", "year"], name="compact_con_area_id_527f5d_idx"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["draft", "place"], name="compact_com_draft_i_46dfd5_idx"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="a_post_ends_late",
            ),
        ),
        migrations.AddConstraint(
            model_name="practised",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("organisation", "practice"),
                name="a_practice_is_ticked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("meeting", "organisation"), name="a_member_came_once"),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(fields=["group", "state"], name="compact_rec_group_i_b91004_idx"),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted_in_part", "not_accepted")), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refusal_has_a_reason",
                violation_error_message="Say why it is not accepted.",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["group", "state"], name="compact_ref_group_i_b316d2_idx"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ("", "followed")), models.Q(("because", ""), _negated=True), _connector="OR"
                ),
                name="advice_not_followed_has_a_reason",
                violation_error_message="Say why the advice was not followed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("draft", "number"), name="one_revision_a_number"),
        ),
        migrations.AddIndex(
            model_name="role",
            index=models.Index(fields=["person", "area"], name="compact_rol_person__1939f4_idx"),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="a_role_ends_after_it_begins",
                violation_error_message="The last day of a role can't be before its first.",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["area", "state", "on"], name="compact_ses_area_id_fb4635_idx"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("session", "sector"), name="a_sector_is_counted_once"),
        ),
        migrations.AddIndex(
            model_name="signatory",
            index=models.Index(fields=["area", "state"], name="compact_sig_area_id_ad2b62_idx"),
        ),
        migrations.AddIndex(
            model_name="signatory",
            index=models.Index(fields=["area", "place"], name="compact_sig_area_id_b84a1d_idx"),
        ),
        migrations.AddIndex(
            model_name="champion",
            index=models.Index(fields=["signatory", "state"], name="compact_cha_signato_fe2e73_idx"),
        ),
        migrations.AddIndex(
            model_name="champion",
            index=models.Index(fields=["place"], name="compact_cha_place_794c64_idx"),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "lead"), ("state", "serving")),
                fields=("signatory",),
                name="one_lead_a_signatory",
            ),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="a_term_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("signatory", "edition"), name="an_edition_is_signed_once"),
        ),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(fields=["area", "state"], name="compact_wis_area_id_b50ff2_idx"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seal", ""), _negated=True), fields=("seal",), name="a_form_is_one_wish"
            ),
        ),
        migrations.RunPython(make_search, migrations.RunPython.noop),
    ]
