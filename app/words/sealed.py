"""Words of seals: what is wrong with a file, and why a document waits for its seal."""

from app.words import N_

WORDS = {
    "flaw.code_unknown": N_("The code is not one that this register signed"),
    "flaw.too_large": N_("The file is too large to be a document of this register"),
    "flaw.not_a_pdf": N_("The file is not a PDF"),
    "flaw.not_sealed": N_("The file bears no seal of a State"),
    "flaw.changed": N_("The file was changed after it was sealed"),
    "flaw.foreign_seal": N_("The seal is not of a State of this register"),
    "flaw.withdrawn_seal": N_("The key of this seal was withdrawn"),
    "flaw.outside_window": N_("The seal was made when its key was not in force"),
    "flaw.no_stamp": N_("The seal bears no time stamp that can be trusted"),
    "flaw.no_facts": N_("The file does not hold the facts of a document"),
    "flaw.not_on_record": N_("This is not a file that the register issued"),
    "flaw.next.too_large": N_(
        "Choose the PDF as the register issued it; or type number and check code."
    ),
    "flaw.next.not_a_pdf": N_(
        "Choose the PDF as the register issued it. A photograph or a scan cannot be checked here:"
        " type number and check code instead."
    ),
    "flaw.next.not_sealed": N_(
        "Type number and check code. Ask the holder for the file as the register issued it: one"
        " that was printed to PDF or scanned has lost its seal."
    ),
    "flaw.next.changed": N_(
        "Do not rely on it. Ask the holder for the file as the register issued it, and keep this"
        " one: a changed document may be an attempt to deceive."
    ),
    "flaw.next.foreign_seal": N_(
        "Do not rely on it. Whoever made it is not a State of this register; keep the file."
    ),
    "flaw.next.withdrawn_seal": N_(
        "Nothing that this key sealed counts any more. Ask the holder for a certificate that was"
        " issued anew."
    ),
    "flaw.next.outside_window": N_(
        "Do not rely on it. Keep the file: its seal was made with a key that was no longer, or"
        " not yet, the State’s."
    ),
    "flaw.next.no_stamp": N_(
        "Do not rely on it. Nothing proves when it was sealed; keep the file."
    ),
    "flaw.next.no_facts": N_("Do not rely on it; type number and check code."),
    "flaw.next.not_on_record": N_(
        "Do not rely on it. Its seal fits, but the register keeps another file; ask the holder for"
        " that one, and keep this one."
    ),
    "waiting.key": N_(
        "The document waits: the seal or code of the State cannot be used at this moment. It is"
        " made as soon as the key is back; nothing is issued without it."
    ),
    "waiting.stamp": N_(
        "The document waits: the time stamper does not answer. It is made as soon as it does;"
        " nothing is issued without a time stamp."
    ),
    "waiting.fault": N_(
        "The document waits: making it failed. It is tried again; if it is not here in an hour,"
        " tell the State’s contact point."
    ),
    "refusal.seal_not_accepted": N_("A sealed document was not accepted by its own check."),
    "refusal.stamper_no_answer": N_("The time stamper does not answer as it should."),
    "refusal.stamper_not_set": N_(
        "No time stamper is set up. Name one: TSA_URL and TSA_ROOTS, as docs/settings.md says."
    ),
    "refusal.stamper_without_certificate": N_("The key of the time stamper has no certificate."),
    "refusal.key_without_certificate": N_("The key %(kid)s has no certificate to seal with."),
}
