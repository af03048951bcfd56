"""Words of the State's side of registration: refusals, reasons, what happened, what is checked."""

from app.words import N_, P_

WORDS = {
    # refusals
    "refusal.case_taken": N_("%(name)s holds this case. Ask them, or leave it to them."),
    "refusal.nothing_to_sign": N_(
        "No proposal waits here any more: it was signed or sent back meanwhile. Read the case."
    ),
    "refusal.identity_not_vetted": N_(
        "Say that you have vetted the identity, or ask the applicant first"
    ),
    "refusal.eligibility_not_reviewed": N_(
        "The applicant answered yes to a question of eligibility. Say what you found about it"
    ),
    "refusal.refusal_reasons_missing": N_("Choose at least one reason"),
    "refusal.last_day_missing": N_("Write the last day of validity"),
    "refusal.no_days_left": N_(
        "No day of validity would be left until %(day)s. Choose a later last day"
    ),
    "refusal.screening_waits": N_(
        "Screening is not answered yet. Wait for it, then approve; a refusal needs no wait."
    ),
    "refusal.hits_open": N_(
        "A hit is open or unclear. Close each hit with its reason first; a refusal needs no wait."
    ),
    "refusal.hit_true": N_("A hit was found to be true. The State cannot approve; it can refuse."),
    "refusal.list_too_old": N_(
        "Not screened against a current list: a list is older than %(limit)s days. Screen again."
    ),
    "refusal.suspended_not_renewed": N_(
        "The registration is suspended. Decide on its renewal when no suspension stands."
    ),
    "refusal.ground_missing": N_("Choose the ground"),
    "refusal.suspension_lapsed": N_(
        "This suspension has lapsed and is not revived. Suspend anew if it is still needed."
    ),
    "refusal.suspension_lifted": N_("This suspension is lifted already."),
    "refusal.interest_declared_already": N_("You have declared an interest in this trader already"),
    "refusal.interest_ended_already": N_("This interest is recorded as ended already."),
    # why a registration is refused; the applicant reads these
    "refused_for.control": N_("Who owns or controls the applicant is not clear"),
    "refused_for.false_statement": N_("A statement in the application is not true"),
    "refused_for.identity": N_("The identity of the applicant is not proved"),
    "refused_for.incomplete": N_("The application is not complete, or a question was not answered"),
    "refused_for.ineligible": N_("The applicant is not eligible under the law of the State"),
    "refused_for.premises": N_("Premises, storage or marking are not sufficient"),
    "refused_for.reliability": N_("Reliability or security"),
    # parts of the evidence, when one of them is not what it was
    "evidence.documents": N_("Documents"),
    "evidence.facts": N_("Facts of the application"),
    "evidence.notes": N_("Notes of the State"),
    "evidence.questions": N_("Questions and answers"),
    "evidence.renewal": N_("The renewal that was filed"),
    "evidence.screenings": N_("Screening results and what officers found about hits"),
    "evidence.suspensions": N_("Suspensions"),
    "evidence.terms": N_("Validity"),
    # the queue
    "queue.open": N_("All open"),
    "queue.mine": N_("Mine"),
    "queue.free": N_("Not taken"),
    "queue.second": N_("Waiting for a second signature"),
    "queue.applicant": N_("With the applicant"),
    "queue.decided": N_("Decided"),
    "queue.empty.open": N_("Nothing waits here. What traders submit to your State comes here."),
    "queue.empty.mine": N_("You hold no case. Take one from those that are not taken."),
    "queue.empty.free": N_("Every case is taken."),
    "queue.empty.second": N_("Nothing waits for a second signature."),
    "queue.empty.applicant": N_("No question to an applicant is open."),
    "queue.empty.decided": N_("Your State has decided nothing yet."),
    "queue.today": N_("Came today"),
    "queue.approve": N_("approval proposed"),
    "queue.refuse": N_("refusal proposed"),
    # decisions
    "vetted.eligibility": N_("What was answered yes about eligibility"),
    "vetted.identity": N_("Identity, officers and owners"),
    "proposed.approve": N_("To approve"),
    "proposed.refuse": N_("To refuse"),
    "outcome.accepted": N_("Countersigned"),
    "outcome.sent_back": N_("Sent back"),
    "disposition.true": N_("True match"),
    "disposition.false": N_("False match"),
    "disposition.unclear": N_("Unclear"),
    # the history of a registration
    "happened.registration.answer": N_("%(name)s answered the question."),
    "happened.registration.approve": N_("%(name)s countersigned: registered."),
    "happened.registration.ask": N_("%(name)s asked the applicant."),
    "happened.registration.confirm_suspension": N_("%(name)s confirmed the suspension."),
    "happened.registration.deregister": N_("%(name)s countersigned the de-registration."),
    "happened.registration.discard": N_("%(name)s gave the draft up."),
    "happened.registration.edit": N_("%(name)s worked on the draft."),
    "happened.registration.lift": N_("%(name)s lifted a suspension."),
    "happened.registration.note": N_("%(name)s added a note."),
    "happened.registration.propose": N_("%(name)s proposed a decision."),
    "happened.registration.refuse": N_("%(name)s countersigned: refused."),
    "happened.registration.screen": N_("%(name)s had every name screened again."),
    "happened.registration.send_back": N_("%(name)s sent the proposal back."),
    "happened.registration.start": N_("%(name)s began the application."),
    "happened.registration.stop": N_("Stopped: the trader was de-registered."),
    "happened.registration.submit": N_("%(name)s submitted the application."),
    "happened.registration.surrender": N_("%(name)s gave the registration back."),
    "happened.registration.suspend": N_("%(name)s suspended the registration."),
    "happened.registration.take": N_("%(name)s took the case."),
    "happened.registration.withdraw": N_("%(name)s withdrew the application."),
    "happened.renewal.approve": N_("%(name)s countersigned: renewed."),
    "happened.renewal.file": N_("%(name)s filed a renewal."),
    "happened.renewal.propose": N_("%(name)s proposed a decision on the renewal."),
    "happened.renewal.refuse": N_("%(name)s countersigned: renewal refused."),
    "happened.renewal.screen": N_("%(name)s had every name screened again for the renewal."),
    "happened.renewal.send_back": N_("%(name)s sent the proposal on the renewal back."),
    "happened.renewal.stop": N_("The renewal was stopped: the trader was de-registered."),
    "happened.renewal.take": N_("%(name)s took the renewal."),
    "happened.renewal.withdraw": N_("%(name)s withdrew the renewal."),
}

PLURALS = {
    "queue.days_ours": P_("%(n)s day with us", "%(n)s days with us"),
    "queue.days_theirs": P_("%(n)s day with the applicant", "%(n)s days with the applicant"),
}
