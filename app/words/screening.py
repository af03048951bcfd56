"""Screening: what is wrong with a list, and why a party was taken for somebody on it (RSK-06)."""

from app.words import N_

WORDS = {
    # Lists that are not taken. `line` is counted from 1; `reference` is the entry at fault.
    "refusal.list_damaged": N_(
        "Line %(line)s: the file is damaged (%(detail)s). Fetch it again from its publisher."
    ),
    "refusal.list_document_type": N_(
        "The file declares a document type, which no list does. Fetch it again from its publisher."
    ),
    "refusal.list_other_document": N_(
        "This is not the list that was asked for: line %(line)s opens “%(element)s” and not"
        " “%(wanted)s”. Choose the right file, or its form with --format."
    ),
    "refusal.list_column_missing": N_(
        "This is not the list that was asked for: line %(line)s has no column “%(element)s”. Choose"
        " the right file, or its form with --format."
    ),
    "refusal.list_row_cut": N_(
        "Line %(line)s: the row has %(found)s fields and not %(wanted)s; it ends or goes wrong at"
        " %(element)s. The file is damaged or was cut off. Fetch it again from its publisher."
    ),
    "refusal.list_shape": N_(
        "Line %(line)s: “%(element)s” is not of the form that this list has (%(detail)s). Choose"
        " the right file, or fetch it again from its publisher."
    ),
    "refusal.list_count": N_(
        "Line %(line)s: the file says in %(element)s that it has %(promised)s entries, and has"
        " %(found)s. Fetch it again from its publisher."
    ),
    "refusal.list_stray": N_(
        "Line %(line)s: %(element)s names entry %(reference)s, which is not in the list. The files"
        " are not of the same day, or one was cut off. Fetch them all again from their publisher."
    ),
    "refusal.list_part_missing": N_(
        "The list is a set of files: “%(part)s” is not beside “%(file)s”. Fetch the files of one"
        " day into one folder and name the first of them."
    ),
    "refusal.list_undated": N_(
        "This form does not say when it was published. Say it: --published, as in 2026-11-20."
    ),
    "refusal.list_dated_itself": N_(
        "This form says itself when it was published. Leave --published out."
    ),
    "refusal.list_source_name": N_(
        "“%(name)s” cannot be the name of a list. Use small letters, digits and hyphens, at most"
        " 32, a letter first."
    ),
    "refusal.list_unknown_part": N_(
        "Line %(line)s: “%(element)s” is a part that this reader does not know. The list has"
        " changed its form; tell the people who look after the register."
    ),
    "refusal.list_empty": N_("The file has no entries. Fetch it again from its publisher."),
    "refusal.list_missing": N_(
        "Line %(line)s: %(element)s is missing or empty. Fetch the file again from its publisher."
    ),
    "refusal.list_missing_in_entry": N_(
        "Line %(line)s: %(element)s of entry %(reference)s is missing or empty. Fetch the file"
        " again from its publisher."
    ),
    "refusal.list_unknown_part_in_entry": N_(
        "Line %(line)s: %(element)s of entry %(reference)s has parts that this reader does not"
        " know. The list has changed its form; tell the people who look after the register."
    ),
    "refusal.list_duplicate": N_(
        "Line %(line)s: reference number %(reference)s already stands at line %(first_line)s. Fetch"
        " the file again from its publisher."
    ),
    "refusal.list_date": N_(
        "Line %(line)s: “%(value)s” in %(element)s is not a date. Fetch the file again from its"
        " publisher."
    ),
    "refusal.list_date_in_entry": N_(
        "Line %(line)s: “%(value)s” in %(element)s of entry %(reference)s is not a date. Fetch the"
        " file again from its publisher."
    ),
    "refusal.list_unknown_value_in_entry": N_(
        "Line %(line)s: “%(value)s” in %(element)s of entry %(reference)s is a value that this"
        " reader does not know. The list has changed its form; tell the people who look after the"
        " register."
    ),
    "refusal.list_too_long_in_entry": N_(
        "Line %(line)s: %(element)s of entry %(reference)s is longer than %(limit)s characters."
        " Fetch the file again from its publisher."
    ),
    "refusal.list_halved": N_(
        "The file has %(new)s entries, the version in use %(current)s: fewer than half. It looks"
        " cut off. Fetch it again, or import it with --force if the publisher says that it is"
        " whole."
    ),
    "refusal.outcome_missing": N_("Say whether it is true, false or unclear"),
    "refusal.hits_missing": N_("Choose at least one hit"),
    "refusal.hits_too_many": N_("Choose at most %(limit)s hits at once"),
    "refusal.look_again_of_true": N_(
        "A true hit stays true until somebody finds otherwise. Leave the day empty"
    ),
    "refusal.look_again_past": N_("Choose a day that is still to come"),
    "refusal.look_again_far": N_("Choose a day within five years"),
    "refusal.list_file_too_large": N_(
        "The file is larger than %(limit)s MiB, which no list is. Choose the right file."
    ),
    "refusal.list_not_fetched": N_(
        "The list did not come from %(url)s: %(detail)s. Try again, or fetch the file yourself and"
        " import it."
    ),
    "refusal.list_unreadable": N_(
        "The file could not be read (%(kind)s), and the reason is not in it alone. Keep the file,"
        " and tell the people who look after the register."
    ),
    "refusal.list_imported_already": N_(
        "This file, published on %(published_on)s, is in the register already. Nothing was changed."
    ),
    "refusal.list_imported_at_once": N_(
        "The same file was taken from somebody else at the same moment. Nothing was changed."
    ),
    "refusal.list_older": N_(
        "The file was published on %(published_on)s, the version in use on %(current)s. Fetch the"
        " newest file, or import this one with --force if the publisher took a version back."
    ),
    "refusal.list_from_the_future": N_(
        "The file says that it was published on %(published_on)s, which is still to come. Check"
        " the clock of this machine, or fetch the file again."
    ),
    "refusal.list_real_already": N_(
        "A real list is in use. An invented one is not put in its place."
    ),
    "refusal.screening_not_running": N_(
        "Names cannot be compared now: the screening process is not running or is still starting."
        " Try again in a minute; if it stays so, tell the people who look after the register."
    ),
    "refusal.screening_slow": N_(
        "The screening process is busy and did not answer in time. Try again in a minute."
    ),
    "refusal.screening_asked_too_much": N_(
        "This is more than can be compared at once. Ask for at most %(most)s names at a time, with"
        " less of each."
    ),
    "refusal.list_retired": N_(
        "The list %(source)s is out of use. Put it in use first: lists resume."
    ),
    "refusal.list_in_use": N_("The list %(source)s is in use. Nothing was changed."),
    "refusal.list_unknown": N_("No list “%(source)s” was ever imported. See: lists show."),
    "refusal.list_hours_wrong": N_(
        "Say how often in whole hours, 0 for never by itself, at most %(most)s."
    ),
    "refusal.list_form_unknown": N_(
        "The register does not read “%(form)s”. Say one of these with --format: %(forms)s."
    ),
    "refusal.list_address_parts": N_(
        "Say one address for each file of %(form)s: %(parts)s. For a list of one file, one address."
    ),
    "refusal.list_address_unsafe": N_(
        "“%(url)s” is not an https address. Say one with --address, or leave it to the publisher's."
    ),
    "refusal.list_address_missing": N_(
        "Nobody knows where the list %(source)s is published. Say it: --address, and --format."
    ),
    "screening.list_not_reached": N_("The list that is in use stays."),
    "screening.list_unusable": N_("A newer list could not be used; the one in use stays."),
    # What is wrong with a list, what came of looking for it, what a version changed.
    "list_alarm.silent": N_(
        "It should be fetched every %(hours)s hours and nobody looked. See whether the register’s"
        " worker runs, or import a file."
    ),
    "list_alarm.still": N_(
        "It is fetched and has not changed for %(days)s days. See whether its publisher still"
        " publishes at this address; if not, set another one or take the list out of use."
    ),
    "list_alarm.grown": N_(
        "It has %(new)s entries, the version before it %(before)s: ten times as many or more. It"
        " was taken, because to miss somebody is worse. Ask the publisher before hits are closed."
    ),
    "hit_gone.removed": N_(
        "The entry is gone from its list since %(at)s. The hit waits for your finding all the same:"
        " who was on a list may be asked about it."
    ),
    "hit_gone.parted": N_(
        "The entry was changed on %(at)s and is no longer like this name. The hit waits for your"
        " finding all the same."
    ),
    "run_kind.delta": N_("What had changed"),
    "run_kind.full": N_("All lists, whole"),
    "run_cause.first": N_("the first run of this register"),
    "run_cause.lists": N_("a list or an entry of the watchlist changed"),
    "run_cause.night": N_("as each night"),
    "run_cause.matcher": N_("what compares names has changed"),
    "list_alarm.queue": N_(
        "Names wait to be compared: %(names)s. Nothing is lost. See whether the screening process"
        " runs (docs/screening.md), and what it says."
    ),
    "list_alarm.night": N_(
        "The nightly full run has not begun. See whether the screening process runs."
    ),
    "list_alarm.run": N_(
        "The last full run found otherwise than the runs before it: hits that were missing"
        " %(missed)s, hits too many %(astray)s, names that could not be compared %(faults)s. The"
        " hits were put right. Tell the people who look after the register: something was lost."
    ),
    "list_look.imported": N_("A new version, taken"),
    "list_look.unchanged": N_("Nothing new: the version in use is the newest"),
    "list_part.added": N_("Added"),
    "list_part.changed": N_("Changed"),
    "list_part.removed": N_("Left out"),
    "list_field.reference": N_("Reference"),
    "list_field.kind": N_("Kind"),
    "list_field.names": N_("Names"),
    "list_field.births": N_("Born"),
    "list_field.birth_places": N_("Place of birth"),
    "list_field.nationalities": N_("Nationality or State"),
    "list_field.documents": N_("Documents and numbers"),
    "list_field.addresses": N_("Addresses"),
    "list_field.associates": N_("Directors and owners"),
    "list_field.phones": N_("Telephone"),
    "list_field.mail_domains": N_("Mail domain"),
    "list_field.programme": N_("Programme"),
    "list_field.gender": N_("Gender"),
    "list_field.titles": N_("Titles"),
    "list_field.designations": N_("Posts"),
    "list_field.listed_on": N_("Listed on"),
    "list_field.updated_on": N_("Changed on"),
    "list_field.comments": N_("Remarks"),
    "list_field.craft": N_("Vessel or aircraft"),
    # Exports of a State's own entries.
    "refusal.export_over": N_(
        "This export was approved more than %(hours)s hours ago. Ask for a new one."
    ),
    "refusal.export_not_asked_by_you": N_("Whoever asked for an export takes it, and nobody else."),
    # Why a party was taken for an entry. `party` is what was asked for, `listed` what the list has.
    "screening.name_same": N_("“%(party)s” is the listed name “%(listed)s”."),
    "screening.name_like": N_("“%(party)s” is much like the listed name “%(listed)s”."),
    "screening.name_different": N_(
        "The names are not alike: “%(party)s” and, on the list, “%(listed)s”."
    ),
    "screening.listed_strong_alias": N_("“%(listed)s” is listed as another name in use."),
    "screening.listed_weak_alias": N_(
        "“%(listed)s” is listed as a weak alias, which the publisher does not vouch for."
    ),
    "screening.listed_former_name": N_("“%(listed)s” is listed as a former name."),
    "screening.listed_original_script": N_("“%(listed)s” is the listed name in its own script."),
    "screening.party_former_name": N_("“%(party)s” is a former or other name of the party."),
    "screening.other_kind": N_("One of the two is a firm, the other a natural person."),
    "screening.other_script": N_(
        "“%(party)s” and “%(listed)s” are written in different scripts and were compared in Latin"
        " letters."
    ),
    "screening.word_order": N_("The words stand in another order."),
    "screening.word_spelling": N_("“%(party)s” is spelled nearly like “%(listed)s”."),
    "screening.word_sound": N_("“%(party)s” sounds like “%(listed)s”."),
    "screening.word_script": N_("“%(party)s” is “%(listed)s” in another script."),
    "screening.word_initial": N_("“%(party)s” and “%(listed)s”: one may be the other's initial."),
    "screening.word_joined": N_("“%(party)s” and “%(listed)s”: written together or apart."),
    "screening.word_meaning": N_("“%(party)s” means the same as “%(listed)s”."),
    "screening.words_only_party": N_("Only the party's name has: %(words)s."),
    "screening.words_only_listed": N_("Only the listed name has: %(words)s."),
    "screening.legal_form": N_("The legal form “%(form)s” in one of the names was left out."),
    "screening.legal_forms": N_(
        "The legal forms “%(party)s” and “%(listed)s” differ; they were left out."
    ),
    "screening.library_alike": N_(
        "The matching library takes the two names for one: %(score)s of 100 (%(library)s). This"
        " speaks for a match."
    ),
    "screening.library_unlike": N_(
        "The matching library takes them for two names: %(score)s of 100 (%(library)s). This speaks"
        " against a match."
    ),
    "screening.birth_same": N_("Same date of birth: %(party)s. This speaks for a match."),
    "screening.birth_year_same": N_(
        "The years of birth agree: %(party)s and, on the list, %(listed)s. This speaks for a match."
    ),
    "screening.birth_near": N_(
        "The dates of birth nearly agree: %(party)s and, on the list, %(listed)s. It may be a slip."
    ),
    "screening.birth_different": N_(
        "The dates of birth differ: %(party)s and, on the list, %(listed)s. This speaks against a"
        " match, but lists are often wrong here."
    ),
    "screening.country_same": N_(
        "Both belong to the same country: %(states)s. This speaks for a match."
    ),
    "screening.country_different": N_(
        "They belong to different countries: %(party_states)s and, on the list, %(listed_states)s."
        " This speaks against a match."
    ),
    "screening.identifier_same": N_(
        "Same document or registration number: “%(party)s” and, on the list, “%(listed)s”."
    ),
    "screening.associate_shared": N_(
        "Same director or owner: “%(party)s” and, on the list, “%(listed)s”."
    ),
    "screening.associate_is_party": N_(
        "“%(party)s” is a director or owner of the listed firm: “%(listed)s”."
    ),
    "screening.phone_shared": N_("Same telephone number: %(party)s and, on the list, %(listed)s."),
    "screening.mail_domain_shared": N_("Same mail domain: %(party)s and, on the list, %(listed)s."),
    "screening.address_shared": N_("Same address: “%(party)s” and, on the list, “%(listed)s”."),
    "screening.address_like": N_(
        "Much the same address: “%(party)s” and, on the list, “%(listed)s”. This speaks for a"
        " match."
    ),
    "screening.trader_same": N_("Entry %(listed)s names this very trader by its number."),
    # What is compared.
    "compared.trader": N_("Register"),
    "compared.name": N_("Name"),
    "compared.kind": N_("Kind"),
    "compared.birth": N_("Born"),
    "compared.number": N_("Number of a document or firm"),
    "compared.associate": N_("Directors and owners"),
    "compared.phone": N_("Telephone"),
    "compared.mail": N_("Mail domain"),
    "compared.address": N_("Address"),
    "compared.country": N_("Country"),
    "compared.person": N_("natural person"),
    "compared.firm": N_("firm"),
    "compared.vessel": N_("vessel"),
    "compared.aircraft": N_("aircraft"),
    "hit_lacking.ours": N_(
        "Cannot be compared: not known of the party. The applicant can be asked."
    ),
    "hit_lacking.theirs": N_("Cannot be compared: not in the entry."),
    "hit_lacking.none": N_("Both are known; nothing that agrees was found."),
    "hit_weight.strong": N_("Strong"),
    "hit_weight.some": N_("Some"),
    "hit_weight.little": N_("Little"),
    # What was screened, and with what.
    "screened_as.trader": N_("Applicant"),
    "screened_as.officer": N_("Officer of the applicant"),
    "screened_as.owner": N_("Owner of the applicant"),
    "screened_as.party": N_("Party to the dossier"),
    "list_source.un": N_("United Nations Security Council list"),
    "list_source.ofac": N_("United States Treasury list (OFAC SDN)"),
    "list_source.ofac-cons": N_("United States Treasury list (OFAC, other than SDN)"),
    "list_source.csl": N_("United States Consolidated Screening List"),
    "list_source.bis": N_("United States Denied Persons List (BIS)"),
    "list_source.eu": N_("European Union financial sanctions list"),
    "list_source.uk": N_("United Kingdom financial sanctions list (OFSI)"),
    "list_source.ca": N_("Canada autonomous sanctions list (SEMA)"),
    "list_source.ftm": N_("Collection in FollowTheMoney format"),
    "list_source.screening": N_("Screening itself"),
    "list_source.watchlist": N_("Shared watchlist"),
    "screened_case.dossier": N_("Dossier %(number)s"),
    "screened_case.registration": N_("Registration %(number)s"),
    "screened_case.renewal": N_("Renewal of registration %(number)s"),
    # What an officer found.
    "finding.true": N_("True: it is the same"),
    "finding.false": N_("False: it is another"),
    "finding.unclear": N_("Unclear: more must be asked; the case waits"),
    "hit_found.open": N_("Open"),
    "hit_found.true": N_("True"),
    "hit_found.false": N_("False"),
    "hit_found.unclear": N_("Unclear"),
    # Why a finding holds no more: said of an earlier one, and of the hit that is open again.
    "hit_lapsed.party": N_("What is known of the party was another then."),
    "hit_lapsed.entry": N_("The entry said something else then."),
    "hit_lapsed.features": N_("Something else of the two agreed then."),
    "hit_lapsed.expired": N_("Its day has come: it was to be looked at again."),
    "hit_reopened.party": N_(
        "Open again: what is known of the party was changed since it was found."
    ),
    "hit_reopened.entry": N_("Open again: the entry was changed since it was found."),
    "hit_reopened.features": N_("Open again: something else of the two agrees now."),
    "hit_reopened.expired": N_("Open again: the day has come to look at it again."),
    "hit_reopened.otherwise": N_(
        "Open again: it was closed by a finding made elsewhere, and an officer has found otherwise"
        " of the same party since."
    ),
    "hit_of.dossier": N_("Dossiers"),
    "hit_of.registration": N_("Registrations"),
    "hit_of.renewal": N_("Renewals"),
    "hit_of.in_force": N_("Decided and in force"),
    "hit_whose.mine": N_("I"),
    "hit_whose.nobody": N_("Not taken"),
    "hit_part.open": N_("Open"),
    "hit_part.unclear": N_("Unclear"),
    "hit_part.found": N_("Found true or false"),
    "hit_part.none.open": N_("No hit waits for a finding in the cases of your State."),
    "hit_part.none.unclear": N_("No hit was left unclear in the cases of your State."),
    "hit_part.none.found": N_("No hit was found true or false in the open cases of your State."),
    "name_quality.strong": N_("other name in use"),
    "name_quality.original": N_("in its own script"),
    "name_quality.former": N_("former name"),
    "name_quality.weak": N_("weak alias"),
    # How soon somebody should look.
    "strength.high": N_("Review first"),
    "strength.review": N_("Review"),
    "strength.low": N_("Review, low"),
}
