"""The models of all rooms."""

from __future__ import annotations

from opencompact.site.accounts.models import *  # noqa: F403
from opencompact.site.adoption.models import *  # noqa: F403
from opencompact.site.advice.models import *  # noqa: F403
from opencompact.site.agreements.models import *  # noqa: F403
from opencompact.site.areas.models import *  # noqa: F403
from opencompact.site.champions.models import *  # noqa: F403
from opencompact.site.consultations.models import *  # noqa: F403
from opencompact.site.drafting.models import *  # noqa: F403
from opencompact.site.feedback.models import *  # noqa: F403
from opencompact.site.findings.models import *  # noqa: F403
from opencompact.site.group.models import *  # noqa: F403
from opencompact.site.importing.models import *  # noqa: F403
from opencompact.site.meetings.models import *  # noqa: F403
from opencompact.site.opendata.models import *  # noqa: F403
from opencompact.site.post.models import *  # noqa: F403
from opencompact.site.reading.models import *  # noqa: F403
from opencompact.site.record.models import *  # noqa: F403
from opencompact.site.resources.models import *  # noqa: F403
from opencompact.site.responses.models import *  # noqa: F403
from opencompact.site.signatories.models import *  # noqa: F403
from opencompact.site.training.models import *  # noqa: F403
