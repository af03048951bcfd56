"""Words of the broker's side of a transaction: duty, reasons, lacks, flags, refusals."""

from app.words import N_, P_

WORDS = {
    # which duty applies (rules 1.1 to 1.3)
    "duty.intermediary": N_("You act as an intermediary: each State concerned must authorize it"),
    "duty.intermediary.why": N_(
        "You negotiate or arrange an international deal for another, for a consideration. You "
        "need a registration and an authorization in every State of your nationality and in "
        "every State where you negotiate or arrange. So does every other intermediary."
    ),
    "duty.principal": N_("You act for yourself: your State of establishment must authorize it"),
    "duty.principal.why": N_(
        "A manufacturer, dealer or retailer who acts for himself needs the registration and the "
        "licence of his State of establishment only."
    ),
    "duty.none_domestic": N_("No authorization is needed here: the deal is not international"),
    "duty.none_domestic.why": N_(
        "This register licenses deals that move goods from one State to another. Ask your own "
        "State about deals inside it."
    ),
    "duty.none_unpaid": N_("No authorization is needed here: nothing is given for it"),
    "duty.none_unpaid.why": N_(
        "Whoever acts for another without a fee or any other consideration is no intermediary. "
        "If anything is given for it later, come back before you go on."
    ),
    "behalf.another": N_("For another"),
    "behalf.self": N_("For ourselves"),
    "consideration.fee": N_("A fee"),
    "consideration.commission": N_("A commission"),
    "consideration.other": N_("Something else of value"),
    "consideration.none": N_("Nothing"),
    "means.meeting": N_("Meeting"),
    "means.call": N_("Call or video"),
    "means.mail": N_("Mail or message"),
    "means.other": N_("Otherwise"),
    "mode.sea": N_("By sea"),
    "mode.air": N_("By air"),
    "mode.road": N_("By road"),
    "mode.rail": N_("By rail"),
    "stop.dispatch": N_("State of dispatch"),
    "stop.transit": N_("State of transit"),
    "stop.destination": N_("State of destination"),
    "purpose.contract": N_("Contract"),
    "purpose.end_use_certificate": N_("End-use certificate"),
    "purpose.import_authorization": N_("Import authorization"),
    "purpose.transit": N_("No objection of a State of transit"),
    "purpose.outside_evidence": N_("Authorization outside the register"),
    "purpose.other": N_("Other paper"),
    "purpose.answer": N_("Given with an answer"),
    # why a State is asked: for a party, and in one line over a lane
    "why.nationality": N_("%(party)s has its nationality or is incorporated there"),
    "why.place": N_("%(party)s negotiates or arranges there on %(day)s"),
    "why.establishment": N_("%(party)s is established there"),
    "why.residence": N_("%(party)s resides there, and residence counts in that State"),
    "why.staff": N_("A person with its nationality acts for %(party)s, and that counts there"),
    "why.added": N_("Added for %(party)s by an officer of %(by_state)s, on evidence"),
    "lane.nationality": N_("State of nationality"),
    "lane.place": N_("State of negotiation, %(day)s"),
    "lane.establishment": N_("State of establishment"),
    "lane.residence": N_("State of residence"),
    "lane.staff": N_("State of the staff who act"),
    "lane.added": N_("State added by an officer"),
    "lane.kept": N_("Asked on an earlier version"),
    # why nothing meets a cover row, and what to do
    "because.not_on_register": N_(
        "%(party)s is not linked to the register. Link it by its registration number, or have it "
        "register in %(state)s as %(kind)s."
    ),
    "because.not_registered": N_("%(party)s must first register in %(state)s as %(kind)s."),
    "because.suspended": N_(
        "The registration of %(party)s in %(state)s as %(kind)s is suspended. It must be lifted "
        "first."
    ),
    "because.ended": N_(
        "The registration of %(party)s in %(state)s as %(kind)s has ended. A new one is needed."
    ),
    "because.expired": N_(
        "The registration of %(party)s in %(state)s as %(kind)s is not valid today. Renew it first."
    ),
    # what a draft lacks
    "missing.questions.unanswered": N_("Answer the first questions"),
    "missing.questions.none_domestic": N_(
        "The deal is not international: there is nothing to authorize here"
    ),
    "missing.questions.none_unpaid": N_(
        "Nothing is given for it: there is nothing to authorize here"
    ),
    "missing.parties.applicant": N_("Say in which capacity you act"),
    "missing.parties.seller": N_("Name the seller"),
    "missing.parties.buyer": N_("Name the buyer"),
    "missing.parties.end_user": N_("Name the end user"),
    "missing.parties.nationality": N_(
        "Say the nationality of every intermediary that is not linked to the register"
    ),
    "missing.steps.none_for_intermediary": N_(
        "Say for each intermediary where it negotiates or arranges"
    ),
    "missing.steps.order": N_("A step ends before it begins: correct its days"),
    "missing.steps.unknown_party": N_("A step names a party that is no longer there"),
    "missing.goods.none": N_("Add the goods"),
    "missing.route.dispatch": N_("Name the State of dispatch"),
    "missing.route.destination": N_("Name the State of destination"),
    "missing.route.same_state": N_(
        "Dispatch and destination are the same State: correct the route or the first questions"
    ),
    "missing.end_use.purpose": N_("Say what the goods are for"),
    "missing.end_use.number": N_("Give the number of the end-use certificate"),
    "missing.end_use.document": N_("Attach the end-use certificate"),
    "missing.validity.days": N_("Say from when to when you want the licence"),
    "missing.validity.order": N_("The licence would end before it begins: correct the days"),
    "missing.outside.proof": N_("Prove each authorization outside the register"),
    # red flags, told to each officer
    "flag.before_authorization": N_("Step %(subject)s is dated before authorization"),
    "flag.party_without_authority": N_("%(subject)s names no registration or licence"),
    "flag.transport_agent_as_consignee": N_("%(subject)s is transport agent and consignee"),
    "flag.embargo": N_("Embargo: %(subject)s"),
    # the parts of a draft
    "group.questions": N_("First questions"),
    "group.parties": N_("Parties"),
    "group.steps": N_("Where you negotiate and arrange"),
    "group.goods": N_("Goods"),
    "group.route": N_("Route"),
    "group.end_use": N_("End use"),
    "group.validity": N_("Contract and dates"),
    "group.outside": N_("Authorizations outside the register"),
    "group.papers": N_("Further papers"),
    # what now happens in a State
    "now.SUBMITTED": N_("Waits for an officer"),
    "now.UNDER_REVIEW": N_("Is being reviewed"),
    "now.AWAITING_COUNTERSIGN": N_("Is being reviewed"),
    "now.INFO_REQUESTED": N_("Waits for your answer"),
    "now.APPROVED_PENDING_PEER": N_("Waits for the other States"),
    "now.TO_CONFIRM": N_("Must confirm the new version"),
    # what a broker is told of what happened
    "told.opened": N_("Asked to authorize"),
    "told.dossier.submit": N_("Submitted"),
    "told.dossier.amend": N_("New version submitted"),
    "told.dossier.add_state": N_("Added a State on evidence: a new version"),
    "told.dossier.withdraw": N_("Withdrawn"),
    "told.dossier.stop": N_("Stopped: the registration was ended"),
    "told.authorization.take": N_("Taken up by an officer"),
    "told.authorization.ask": N_("Asked you a question"),
    "told.authorization.answer": N_("You answered"),
    "told.authorization.consent": N_("Consented"),
    "told.authorization.refuse": N_("Refused"),
    "told.authorization.peer_refused": N_("Not issued: another State refused"),
    "told.authorization.reopen": N_("Looks at it again"),
    "told.authorization.stop": N_("Stopped: the registration was ended"),
    "told.licence.grant": N_("Licence issued"),
    # refusals
    "refusal.incomplete": N_("Parts are still missing. They are listed below; nothing was sent."),
    "refusal.cover_missing": N_(
        "Cover is missing: somebody is not registered where the rules ask for it. See below for "
        "whom and where. Nothing was sent."
    ),
    "refusal.cover_suspended": N_(
        "A registration that is needed is suspended. See below whose and where. Nothing was sent."
    ),
    "refusal.no_state_takes_part": N_(
        "None of the States that must authorize this takes part in the register. Ask each of "
        "them directly; nothing can be submitted here."
    ),
    "refusal.outside_refused": N_(
        "%(states)s: an authorization outside the register is not accepted there. Nothing was sent."
    ),
    "refusal.outside_unproved": N_(
        "Prove the registration and authorization outside the register: %(states)s. Nothing was "
        "sent."
    ),
    "refusal.nothing_changed": N_("Nothing differs from what was submitted. Change it first."),
    "refusal.not_submitted_yet": N_("This is still a draft: submit it instead."),
    "refusal.declared_by_another": N_("Sign with your own full name: %(name)s"),
    "refusal.no_open_question": N_("This question was answered already. Read the dossier again."),
    "refusal.answers_missing": N_("Answer every question: the case goes back to its officer"),
    "refusal.trader_unknown": N_(
        "There is no registration with this number. Check each character, or leave it empty and "
        "name the party"
    ),
    "refusal.party_name_missing": N_("Name the party, or give its registration number"),
    "refusal.applicant_is_fixed": N_("You are the first party; change that in the first questions"),
    "refusal.party_acts_in_a_step": N_("This party acts in a step. Take that step out first."),
    "refusal.party_named_by_officer": N_(
        "An officer added a State for this party. It stays in the dossier."
    ),
    "refusal.step_days_order": N_("The last day is before the first: correct one of them"),
    "refusal.step_needs_intermediary": N_("Choose the intermediary who acts"),
    "refusal.wanted_days_order": N_("The last day is before the first: correct one of them"),
    "refusal.evidence_days_order": N_("The last day is before the first: correct one of them"),
    "refusal.evidence_file_missing": N_("Attach the authorization that the other State gave"),
    "refusal.value_not_taken": N_("One of the values cannot be kept. Check what you wrote."),
    "refusal.too_many": N_("No more than %(most)s can be kept in one dossier"),
    "refusal.party_unknown": N_("Choose a party of the dossier"),
    "refusal.party_needs_no_cover": N_("Choose a party that negotiates, arranges or transports"),
    "refusal.state_asked_already": N_("%(state)s is asked for this party already"),
}

PLURALS = {
    "cover.goes_to": P_("It goes to %(n)s State", "It goes to %(n)s States"),
    "cover.missing": P_(
        "Cover is missing in %(n)s place: it cannot be submitted yet",
        "Cover is missing in %(n)s places: it cannot be submitted yet",
    ),
    "parts.done": P_("%(done)s of %(n)s part done", "%(done)s of %(n)s parts done"),
}
