"""Words of the regime: what the State settings and the founding of an installation refuse."""

from app.words import N_, P_

WORDS = {
    "refusal.installed_already": N_("This database is installed already."),
    "refusal.state_admitted_already": N_("%(state)s is a State of this register already."),
    "refusal.no_state": N_("Your account belongs to no State."),
    "refusal.terms_in_the_past": N_("Choose a day from today on: what was decided stays"),
    "refusal.embargo_country_unknown": N_("Choose a country of the list"),
    "refusal.time_zone_unknown": N_("Type a time zone by its name, such as Europe/Berlin"),
    "refusal.embargo_ends_before": N_("The last day must not be before the first"),
    "refusal.no_unopened_administrator": N_("There is no unopened administrator %(login)s."),
    "outside.accept": N_("Accept them by name and reason, each time"),
    "outside.refuse": N_("Refuse them"),
    "unlisted.ground": N_("A ground for refusal"),
    "unlisted.flag": N_("A flag for the officer"),
    "terms.missing": N_("Answer this: every term is set each time"),
    "terms.unit.days": N_("In days."),
    "terms.unit.hours": N_("In hours."),
    "terms.unit.months": N_("In months."),
    "terms.unit.percent": N_("In per cent."),
    "terms.unit.years": N_("In years."),
    "terms.group.authority": N_("Authority and contact"),
    "terms.group.validity": N_("How long registrations and licences hold"),
    "terms.group.windows": N_("Windows to reply and to act"),
    "terms.group.suspension": N_("Suspension and lost cover"),
    "terms.group.scope": N_("What counts for your State"),
    "terms.group.lists": N_("Screening and watchlist"),
    "terms.participates": N_("Does your State take part?"),
    "terms.participates.hint": N_(
        "If not, no dossier can ask your State, and its registrations are those of a State outside."
    ),
    "terms.authority": N_("Authority"),
    "terms.contact_point": N_("Contact point"),
    "terms.contact_phone": N_("Telephone"),
    "terms.contact_email": N_("Mail"),
    "terms.time_zone": N_("Clock"),
    "terms.time_zone.hint": N_("By its name, such as Europe/Berlin. Days are counted by it."),
    "terms.languages": N_("Languages"),
    "terms.languages.hint": N_("Codes with commas between them, such as en, fr."),
    "terms.registration_months": N_("Validity of a registration"),
    "terms.renewal_opens_days": N_("Renewal opens before the end"),
    "terms.renewal_closes_days": N_("Renewal closes before the end"),
    "terms.licence_months": N_("Validity of a licence"),
    "terms.lapse_days": N_("A consent lapses after"),
    "terms.lapse_days.hint": N_("In days, while another State has not decided."),
    "terms.reply_days": N_("To answer a question"),
    "terms.notice_reply_days": N_("To reply to a notice of de-registration"),
    "terms.appeal_days": N_("To appeal"),
    "terms.task_days": N_("To answer another State"),
    "terms.bar_months": N_("Bar after a de-registration"),
    "terms.senior_confirm_hours": N_("To confirm a senior officer’s suspension"),
    "terms.enforcement_confirm_hours": N_("To confirm an enforcement officer’s suspension"),
    "terms.suspension_days": N_("Limit of a confirmed suspension"),
    "terms.suspension_days.hint": N_("In days; without limit while a case is open."),
    "terms.lost_cover_task_days": N_("Task to revoke a licence without cover after"),
    "terms.hit_proposes_suspension": N_(
        "Is a suspension proposed when somebody in force is newly on a list?"
    ),
    "terms.transport_alone_counts": N_("Does arranging transport alone count as brokering?"),
    "terms.residence_counts": N_("Does residence count like nationality?"),
    "terms.staff_nationality_counts": N_("Does the nationality of staff who act count?"),
    "terms.owner_threshold_percent": N_("Owners are named from"),
    "terms.outside_authorization": N_("Authorizations of States outside the register"),
    "terms.unlisted_party": N_("A party without registration or licence is"),
    "terms.list_max_age_days": N_("A screening list is current for"),
    "terms.shares_findings": N_(
        "May other States read what this State found when the same name is on the same list?"
    ),
    "terms.review_months_person": N_("Review of entries on persons"),
    "terms.review_months_firm": N_("Review of entries on firms"),
    "terms.review_months_document": N_("Review of entries on documents"),
    "terms.review_months_object": N_("Review of entries on objects"),
    "terms.retention_years": N_("Entries stay visible for"),
    "refusal.state_has_accounts": N_(
        "%(state)s has accounts already; its administrators make further ones."
    ),
}

PLURALS = {
    "amount.days": P_("%(n)s day", "%(n)s days"),
    "amount.hours": P_("%(n)s hour", "%(n)s hours"),
    "amount.months": P_("%(n)s month", "%(n)s months"),
    "amount.years": P_("%(n)s year", "%(n)s years"),
}
