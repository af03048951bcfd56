"""Words of enforcement: cases, notices, tasks between States, and the cascade's consequences."""

from app.words import N_, P_

WORDS = {
    "refusal.trader_not_of_state": N_(
        "Your State neither registered this trader nor was asked about it. Open no case; tell the "
        "State that registers it."
    ),
    "refusal.case_over": N_("This case is decided; nothing is added to it any more."),
    "refusal.notice_missing": N_("Write the notice as the trader is to read it"),
    "refusal.reply_missing": N_("Write your reply"),
    "refusal.replied_already": N_(
        "A reply to this notice is on the record already. Write to the authority to add to it."
    ),
    "refusal.cascade_changed": N_(
        "What your signature does has changed since you opened the page: a registration, a dossier "
        "or a licence came or went. Read the count again, then sign."
    ),
    "refusal.case_proposed": N_("A proposal waits in this case. Sign it, or send it back."),
    "refusal.facts_missing": N_("Say what happened, as far as it is known"),
    "refusal.reason_for_trader_missing": N_("Write the reasons that the trader is to read"),
    "refusal.reply_window_open": N_(
        "The trader may still reply, to the end of %(day)s. Propose after its reply, or after "
        "that day"
    ),
    "refusal.ground_interim_only": N_(
        "A charge alone bears interim measures only. Suspend instead, or leave this ground out"
    ),
    "refusal.bar_over": N_("The last day of the bar must lie ahead"),
    "refusal.outcome_not_of_task": N_("Choose one of the answers that this task takes"),
    "decision.deregister": N_("De-register"),
    "decision.close": N_("No measure"),
    "task.recognise": N_("React to a de-registration"),
    "task.revoke_licence": N_("Consider revoking a licence"),
    "task.stop_reported": N_("Goods were stopped at a border"),
    "task.off_route_check": N_("A licence was shown off its route"),
    "task.offline_conflict": N_("A release made without a network is in conflict"),
    "task.hit_confirmed": N_("A hit on your entry was confirmed"),
    "task.new_hit": N_("Look at a new hit on what is in force"),
    "task.suspension_proposed": N_("Suspend after a new hit, or say why not"),
    "task_outcome.recognised": N_("Recognised"),
    "task_outcome.own_case": N_("Own case"),
    "task_outcome.declined": N_("Declined"),
    "task_outcome.noted": N_("Noted"),
    "task_outcome.OPEN": N_("Not answered yet"),
}

PLURALS = {
    "cascade.registrations": P_(
        "registration ends; the public register says so",
        "registrations end; the public register says so",
    ),
    "cascade.pending": P_("application for registration stops", "applications stop"),
    "cascade.renewals": P_("renewal stops", "renewals stop"),
    "cascade.licences": P_(
        "live licence stops at every border", "live licences stop at every border"
    ),
    "cascade.dossiers": P_(
        "pending dossier stops; the other States are told",
        "pending dossiers stop; the other States are told",
    ),
    "cascade.tasks": P_(
        "other State must react: recognise, open its own case, or decline",
        "other States must react: recognise, open their own case, or decline",
    ),
    "cascade.entry": P_("entry on the watchlist of all States", "entries on the watchlist"),
    "cascade.goes_on": P_(
        "licence or dossier of other States goes on, with a warning",
        "licences or dossiers of other States go on, with a warning",
    ),
    "clock.days_left": P_("%(n)s day left", "%(n)s days left"),
    "clock.days_over": P_("%(n)s day over", "%(n)s days over"),
}
