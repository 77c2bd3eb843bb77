"""The front door: one command, whose parts live in ``cli``, ``evidence`` and ``site`` and are loaded when asked for."""

from __future__ import annotations

from opencompact.terminal.door import Door, enter

COMMANDS = {
    "list": "opencompact.cli.agreements:list_",
    "show": "opencompact.cli.agreements:show",
    "lint": "opencompact.cli.agreements:lint",
    "compare": "opencompact.cli.agreements:compare",
    "draft": "opencompact.cli.drafting:draft",
    "check": "opencompact.cli.checking:check",
    "notice": "opencompact.cli.dates:notice",
    "plan": "opencompact.cli.dates:plan",
    "verify": "opencompact.cli.verifying:verify",
    "evidence": "opencompact.evidence.command:evidence",
    "demo": "opencompact.site.running.command:demo",
    "serve": "opencompact.site.running.command:serve",
    "doctor": "opencompact.site.running.command:doctor",
    "backup": "opencompact.site.running.command:backup",
    "restore": "opencompact.site.running.command:restore",
}


def main() -> None:
    """Run the command a person typed."""
    enter(Door(COMMANDS, help=_ABOUT))


_ABOUT = """The register a Local Compact was missing: which promises were kept, which not, what would put each right.

\b
Examples:
  opencompact check consultations.csv --against bristol
  opencompact notice --against brentwood --ends 2027-03-31
"""

if __name__ == "__main__":
    main()
