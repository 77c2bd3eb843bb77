"""Every act the public record knows: its sentence and the facts it may carry.

An entry can never be taken out again, so its facts are listed here and nowhere else: names of bodies and groups,
titles of published papers, dates, references. Never the name, address or words of a person; those are sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from opencompact.core.words import in_words

ENDS = ("?", "!", ".", "…")
N_ = str  # marks a text for translators; ``told`` translates it

ACTS: dict[str, str] = {
    # areas and people
    "area_opened": N_("{name} was added to this site."),
    "area_renamed": N_("The area now calls itself {name}, and its agreement {word}."),
    "role_given": N_("{organisation} has a new {role}."),
    "role_ended": N_("{organisation} no longer has this {role}."),
    "person_erased": N_("A person's details were erased at their request. What they did in public stays, unnamed."),
    "organisation_added": N_("{name} was added to the area's list of organisations."),
    "organisation_changed": N_("The details of {name} were changed."),
    "organisation_succeeded": N_("{name} was replaced by {successor} on {on}."),
    # editions
    "edition_published": N_("{title} was added to this site, in force from {start}."),
    "edition_published_undated": N_("{title} was added to this site. It has no date."),
    "named_in_document": N_("{organisation} is named as {role} in {edition}."),
    "edition_applies": N_("It was confirmed on {on} that {title} applies."),
    "document_linked": N_("It was said where {title} can be read."),
    "official_words_put_in": N_("The official words of {title}, {ref}, were put in or changed."),
    "edition_adopted": N_("{title} was adopted on {on}, in force from {start}."),
    "edition_replaced": N_("{title} ended on {on} and was replaced by {successor}."),
    "draft_opened": N_("A draft of a new edition was opened for comments: {title}."),
    "draft_closed": N_("The draft {title} was abandoned."),
    "comment_made": N_("A comment was made on {ref} of the draft {title}."),
    "comment_answered": N_("A reply was given to a comment on {ref} of the draft {title}."),
    "adoption_proposed": N_("{title} was put forward for adoption, as decided on {on}."),
    "adoption_confirmed": N_("A second person confirmed the adoption of {title}."),
    "adoption_refused": N_("The adoption of {title} was not confirmed."),
    "adoption_withdrawn": N_("The adoption of {title} was withdrawn before it was confirmed."),
    "first_edition_agreed": N_("{title} is the first edition, adopted before the area has a group."),
    "checked_in": N_("The annual check-in of {title} was held on {on}: {outcome}."),
    # signatories
    "asked_to_sign": N_("An organisation asked to sign {edition}."),
    "confirmed_asking": N_("An organisation confirmed its request to sign {edition}."),
    "signed": N_("{organisation} signed {edition} on {on}."),
    "refused_to_sign": N_("A request to sign {edition} was not accepted."),
    "signed_again": N_("{organisation} signed {edition} on {on}, having signed the previous edition."),
    "withdrew": N_("{organisation} withdrew from {edition} on {on}."),
    "signed_for_members": N_("{organisation} signs {edition} for {members} members."),
    "signature_passed_on": N_("{successor} took over the signature of {organisation} on {on}."),
    # champions
    "champion_named": N_("{organisation} named a champion: {role}."),
    "champion_changed": N_("{organisation} changed the details of its {role}."),
    "champion_ended": N_("The term of a champion of {organisation} ended on {on}."),
    "champion_trained": N_("A champion of {organisation} was trained on {on}."),
    "champion_written_to": N_("A message was passed on to a champion of {organisation}."),
    # the group
    "group_formed": N_("{name} was set up. It answers to {answers_to}."),
    "group_changed": N_("The details of {name} were changed."),
    "member_joined": N_("{organisation} joined {name}."),
    "member_left": N_("{organisation} left {name}."),
    "meeting_planned": N_("{title} was planned for {on}."),
    "meeting_changed": N_("{title} was changed. It is on {on}."),
    "meeting_cancelled": N_("{title}, due on {on}, was cancelled."),
    "meeting_published": N_("The minutes of {title}, {on}, were published."),
    "agenda_published": N_("The agenda for {title}, {on}, was published."),
    "meeting_corrected": N_("A correction was added to the minutes of {title}, {on}."),
    "paper_removed": N_("A paper was removed from {title}: {paper}."),
    "paper_added": N_("A paper was added to {title}: {paper}."),
    "decision_made": N_("Decided at {title}: {decision}"),
    "task_given": N_("{owner} was given an action, due {due}."),
    "task_done": N_("{owner} completed an action on {on}."),
    "proposal_referred": N_("{organisation} asked the group for advice: {title}."),
    "proposal_advised": N_("The group gave its advice on {title}."),
    "proposal_answered": N_("{organisation} said what happened to the advice on {title}: {outcome}."),
    "recommendation_made": N_("A recommendation was made to {organisation}: {title}."),
    "recommendation_answered": N_("{organisation} replied to the recommendation {title}: {outcome}."),
    "recommendation_done": N_("The recommendation {title} was carried out on {on}."),
    # resources
    "contribution_planned": N_("{organisation} plans to give {what} in {year}."),
    "contribution_given": N_("{organisation} gave {what} in {year}."),
    "contribution_withdrawn": N_("A contribution by {organisation} for {year} was withdrawn."),
    "worker_post_added": N_("A paid compact post was added: {post}."),
    "worker_post_ended": N_("The paid compact post {post} ended on {on}."),
    # training, induction, publicity
    "session_planned": N_("{title} was planned for {on}."),
    "session_changed": N_("{title} was changed. It is on {on}."),
    "session_cancelled": N_("{title}, due on {on}, was cancelled."),
    "session_held": N_("{title} was held on {on}. People who attended: {people}."),
    "practice_ticked": N_("{organisation} says: {practice}."),
    "practice_unticked": N_("{organisation} no longer says: {practice}."),
    "event_planned": N_("{title} is on {on}."),
    "event_cancelled": N_("{title}, due on {on}, was cancelled."),
    # findings
    "finding_reply": N_("{organisation} replied to the finding on {ref} about {title}."),
    "finding_contest": N_("{organisation} does not agree with the finding on {ref} about {title}."),
    "finding_context": N_("{organisation} added background to the finding on {ref} about {title}."),
    "statement_withdrawn": N_("{organisation} withdrew its statement about the finding on {ref} about {title}."),
    "promise_judged": N_("{organisation} says about {ref}: {said}."),
    "judgement_withdrawn": N_("{organisation} withdrew its statement about {ref}."),
    # consultations
    "consultation_published": N_("{body} published the consultation {title}."),
    "consultation_amended": N_("{body} changed the notice of the consultation {title}."),
    "consultation_extended": N_("{body} extended the consultation {title}."),
    "consultation_withdrawn": N_("{body} withdrew the consultation {title}."),
    "questions_published": N_("{body} published the questions of the consultation {title}."),
    "answer_received": N_("A response to the consultation {title} was received."),
    "answers_entered": N_("Responses to the consultation {title} given {way} were entered: {count}."),
    "answer_withdrawn": N_("A response to the consultation {title} was withdrawn by the person who gave it."),
    "answer_redacted": N_("Words in a response to the consultation {title} were redacted: {reason}."),
    "redaction_lifted": N_("Words in a response to the consultation {title} can be read again."),
    "results_published": N_("{body} published the results of the consultation {title}."),
    "feedback_published": N_("{body} published its feedback on the consultation {title}. Points: {points}."),
    "feedback_amended": N_("{body} changed its feedback on the consultation {title}."),
    "pledge_done": N_("{body} did what it promised after the consultation {title}: {point}."),
    # many at once
    "records_imported": N_("Records imported into the register {register}: {count}."),
    "records_taken_back": N_("Imported records removed from the register {register}: {count}."),
}


def facts_of(act: str) -> set[str]:
    """The facts an act carries: those its sentence names."""
    return {name for _text, name, _form, _how in Formatter().parse(ACTS[act]) if name}


def told(act: str, facts: Mapping[str, Any]) -> str:
    """What happened, as a sentence in the language spoken now. A title that ends it with a mark of its own ends it."""
    sentence, said = _(ACTS[act]), {name: _shown(value) for name, value in facts.items()}
    for name, text in said.items():
        if text.endswith(ENDS):
            sentence = sentence.replace(f"{{{name}}}.", f"{{{name}}}")
    return sentence.format(**said)


def _shown(value: Any) -> str:
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return in_words(date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)
