"""Words of a State's case on a dossier: what blocks, what happened, what a signature does."""

from app.words import N_, P_

WORDS = {
    # what must come first before a State consents
    "block.cover_missing": N_(
        "%(party)s has no live registration as %(kind)s in %(state)s. It must register or renew "
        "there first."
    ),
    "block.embargo": N_(
        "An embargo stands against this destination and these goods: %(regime)s. Strike the lines "
        "it covers, or refuse."
    ),
    "block.screening_waits": N_("Screening is not finished. It is answered within minutes."),
    "block.hits_open": N_("A screening hit is open or unclear. Dispose of it first."),
    "block.hit_true": N_("A party is on a list. Consent is not possible; propose to refuse."),
    "block.list_none": N_("No list was read when the parties were screened. Screen again."),
    "block.list_old": N_(
        "The oldest list was %(age)s days old; %(state)s allows %(limit)s. Have the lists read "
        "anew, then screen again."
    ),
    "block.criterion_refuses": N_(
        "Criterion %(criterion)s was answered with “refuse”. Answer it anew, or propose to refuse."
    ),
    "block.outside_unaccepted": N_(
        "%(state)s has not accepted the authorization of %(party)s in %(outside_state)s, outside "
        "the register."
    ),
    # why no licence comes of it
    "clash.no_common_day": N_("The days do not meet: no day is allowed by every State."),
    "clash.no_line_left": N_("No line is left: each is struck by one State or another."),
    # steps of a lane
    "case.step.submitted": N_("Submitted"),
    "case.step.taken": N_("Taken by %(who)s"),
    "case.step.asked": N_("Question to the broker"),
    "case.step.answered": N_("Broker answered"),
    "case.step.proposed": N_("Decision proposed by %(who)s"),
    "case.step.proposed_consent": N_("Consent proposed by %(who)s"),
    "case.step.proposed_refuse": N_("Refusal proposed by %(who)s"),
    "case.step.consented": N_("Countersigned by %(who)s"),
    "case.step.refused": N_("Refusal countersigned by %(who)s"),
    "case.step.sent_back": N_("Sent back by %(who)s"),
    "case.step.reopened": N_("Reopened by %(who)s"),
    "case.step.new_version": N_("New version"),
    "case.step.issued": N_("Licence issued"),
    "case.step.peer_refused": N_("Not issued: another State refused"),
    "case.step.withdrawn": N_("Withdrawn by the broker"),
    "case.step.stopped": N_("Stopped: a registration was ended"),
    "case.step.clash": N_("The terms do not meet: a State must reopen"),
    "case.step.now_SUBMITTED": N_("An officer must take it"),
    "case.step.now_UNDER_REVIEW": N_("Is being reviewed"),
    "case.step.now_INFO_REQUESTED": N_("Waits for the broker’s answer"),
    "case.step.now_AWAITING_COUNTERSIGN": N_("A second officer must countersign"),
    "case.step.now_APPROVED_PENDING_PEER": N_("Waits for %(states)s"),
    "case.step.now_TO_CONFIRM": N_("Must confirm version %(version)s"),
    "case.step.now_LAPSED": N_("Its consent has lapsed and must be given anew"),
    "case.note.lapses": N_("lapses on %(day)s if nothing happens"),
    # what happened, for the timeline
    "happened.dossier.submit": N_("Broker submitted version 1"),
    "happened.dossier.amend": N_("Broker submitted a new version"),
    "happened.dossier.add_state": N_("%(who)s added a State on evidence: a new version"),
    "happened.dossier.withdraw": N_("Broker withdrew the dossier"),
    "happened.dossier.stop": N_("The dossier was stopped with a registration"),
    "happened.authorization.take": N_("%(who)s took the case"),
    "happened.authorization.ask": N_("%(who)s asked the broker a question"),
    "happened.authorization.answer": N_("Broker answered"),
    "happened.authorization.note": N_("%(who)s wrote a note"),
    "happened.authorization.release_note": N_("%(who)s released a note to %(to_state)s"),
    "happened.authorization.assess": N_("%(who)s answered criteria"),
    "happened.authorization.screen": N_("%(who)s had the parties screened again"),
    "happened.authorization.propose": N_("%(who)s proposed a decision"),
    "happened.authorization.propose.consent": N_("%(who)s proposed to consent"),
    "happened.authorization.propose.refuse": N_("%(who)s proposed to refuse"),
    "happened.authorization.consent": N_("%(who)s countersigned consent"),
    "happened.authorization.refuse": N_("%(who)s countersigned refusal"),
    "happened.authorization.send_back": N_("%(who)s sent a proposal back"),
    "happened.authorization.propose_reopening": N_("%(who)s proposed to reopen the consent"),
    "happened.authorization.reopen": N_("%(who)s countersigned the reopening"),
    "happened.authorization.to_new_version": N_("The case went on to the new version"),
    "happened.authorization.peer_refused": N_("Not issued: another State refused"),
    "happened.authorization.withdraw": N_("The case ended with the broker’s withdrawal"),
    "happened.authorization.stop": N_("The case was stopped with a registration"),
    "happened.licence.grant": N_("The licence was issued"),
    "happened.licence.suspend": N_("%(who)s suspended the licence"),
    "happened.licence.confirm_suspension": N_("%(who)s confirmed a suspension"),
    "happened.licence.lift": N_("%(who)s lifted a suspension"),
    "happened.licence.propose_revocation": N_("%(who)s proposed to revoke the licence"),
    "happened.licence.send_back": N_("%(who)s sent the proposal to revoke back"),
    "happened.licence.revoke": N_("%(who)s countersigned: the licence is revoked"),
    "happened.licence.surrender": N_("The holder gave the licence up"),
    # what was checked again just now
    "check.other_person": N_("You are not the proposer"),
    "check.not_assignee": N_("You do not hold the case"),
    "check.criteria_answered": N_("Every criterion is answered"),
    "check.no_overriding_risk": N_("No criterion says to refuse"),
    "check.cover_live": N_("Cover is live in every State"),
    "check.no_embargo": N_("No embargo on what is to move"),
    "check.no_hit": N_("Screening: answered, no open hit"),
    "check.lists_current": N_("Lists are young enough for every State"),
    "check.lists_demonstration": N_("Age of lists: not asked in a demonstration"),
    "check.outside_accepted": N_("Evidence from outside the register is accepted"),
    "check.line_left": N_("A line is left that every State allows"),
    # refusals
    "refusal.consent_stands": N_(
        "Your State’s consent stands. Propose to reopen it before anything changes."
    ),
    "refusal.dossier_decided": N_(
        "This dossier is decided: another State refused. Only a refusal of your own can follow."
    ),
    "refusal.nothing_to_countersign": N_(
        "Nothing waits for a second signature here any more. Read the case again."
    ),
    "refusal.reopening_proposed_already": N_("A reopening already waits for a second signature."),
    "refusal.nothing_to_grant": N_("The terms make no licence. Read them again."),
    "refusal.question_missing": N_("Write your question"),
    "refusal.note_missing": N_("Write your note"),
    "refusal.state_not_asked": N_("Choose a State that is asked about this dossier"),
    "refusal.answers_none": N_("Answer a criterion, or change an answer, then keep it"),
    "refusal.criterion_unknown": N_("Choose a criterion of the form"),
    "refusal.evidence_missing": N_("Say what the answer rests on"),
    "refusal.mitigation_missing": N_("Say what lowers the risk"),
    "refusal.reason_for_applicant_missing": N_("Write what the applicant is told"),
    "refusal.days_in_wrong_order": N_("The last day is before the first: correct one of them"),
    "refusal.days_all_past": N_("These days are over: choose a last day from today on"),
    "refusal.more_than_asked": N_("A State can allow less than asked, never more"),
    "refusal.quantity_for_each_line": N_("Give a quantity for each line; 0 strikes it"),
    "refusal.every_line_struck": N_("Every line is struck: propose to refuse instead"),
    "refusal.condition_empty": N_("A condition has no words: write it or take it out"),
}

PLURALS = {
    "block.criterion_unanswered": P_(
        "%(n)s criterion is not answered yet.", "%(n)s criteria are not answered yet."
    ),
    "check.days_meet": P_("Days overlap: %(n)s day", "Days overlap: %(n)s days"),
    "cascade.licence_issued": P_(
        "licence is issued and is good at every border from its first day",
        "licences are issued and are good at every border from their first day",
    ),
    "cascade.licences_issued": P_("licence is issued", "licences are issued"),
    "cascade.lines_usable": P_("goods line can be used", "goods lines can be used"),
    "cascade.lines_struck": P_("goods line is struck", "goods lines are struck"),
    "cascade.conditions_hold": P_("condition holds", "conditions hold together"),
    "cascade.states_can_stop": P_(
        "State can stop it at any hour", "States can stop it at any hour, each alone"
    ),
    "cascade.customs_check": P_(
        "State’s customs can check it from that second",
        "States’ customs can check it from that second",
    ),
    "cascade.consent_recorded": P_(
        "consent is recorded for your State", "consents are recorded for your State"
    ),
    "cascade.states_waited_for": P_(
        "State is still waited for: %(states)s", "States are still waited for: %(states)s"
    ),
    "cascade.dossier_refused": P_(
        "dossier is refused: no licence can come of it",
        "dossiers are refused: no licence can come of them",
    ),
    "cascade.peers_stopped": P_(
        "State’s case ends without its own refusal",
        "States’ cases end without their own refusal",
    ),
    "cascade.broker_told": P_(
        "broker is told, and may appeal until %(day)s",
        "brokers are told, and may appeal until %(day)s",
    ),
    "cascade.consent_taken_back": P_(
        "consent no longer counts: the case is under review again",
        "consents no longer count: the cases are under review again",
    ),
    "differs.fewer": P_("%(n)s fewer of %(goods)s", "%(n)s fewer of %(goods)s"),
    "differs.more": P_("%(n)s more of %(goods)s", "%(n)s more of %(goods)s"),
    "differs.starts_later": P_("Starts %(n)s day later", "Starts %(n)s days later"),
    "differs.starts_earlier": P_("Starts %(n)s day earlier", "Starts %(n)s days earlier"),
    "differs.ends_later": P_("Ends %(n)s day later", "Ends %(n)s days later"),
    "differs.ends_earlier": P_("Ends %(n)s day earlier", "Ends %(n)s days earlier"),
    "differs.conditions_more": P_("%(n)s more condition", "%(n)s more conditions"),
    "refusal.consent_blocked": P_(
        "Consent is not possible: %(n)s thing must come first. It is named on this page.",
        "Consent is not possible: %(n)s things must come first. They are named on this page.",
    ),
}

WORDS |= {
    "state.named": N_("%(state)s"),
    "line.named": N_("%(no)s. %(title)s"),
}
PLURALS["line.asked"] = P_("%(n)s asked; 0 strikes the line", "%(n)s asked; 0 strikes the line")
