"""Risk criteria: a short title and the question an officer answers, each with its source.

`criterion.1` to `criterion.8` are those of Common Position 2008/944/CFSP, article 2; those with
`att` come from the Arms Trade Treaty, articles 7 and 11; `stop.A1` to `stop.A6` stop absolutely.
"""

from app.words import N_

WORDS = {
    "criterion.1": N_("1. International obligations"),
    "criterion.1.question": N_(
        "Would it respect sanctions, non-proliferation, the Arms Trade Treaty and every other "
        "obligation that binds the State?"
    ),
    "criterion.2": N_("2. Human rights and the law of war"),
    "criterion.2.question": N_(
        "Is there a clear risk of internal repression, or of a serious breach of the law of war, "
        "in the country of destination?"
    ),
    "criterion.3": N_("3. Internal situation"),
    "criterion.3.question": N_(
        "Would it provoke or prolong armed conflict or tension in the country of destination?"
    ),
    "criterion.4": N_("4. Regional peace"),
    "criterion.4.question": N_(
        "Is there a clear risk of aggressive use against another State, or to force a claim to "
        "territory?"
    ),
    "criterion.5": N_("5. Security of the member States"),
    "criterion.5.question": N_(
        "Would it harm the security of the member States, of their territories, or of friends "
        "and allies?"
    ),
    "criterion.6": N_("6. Buyer’s conduct"),
    "criterion.6.question": N_(
        "How does the buyer behave to the international community: terrorism, alliances, respect "
        "of the law?"
    ),
    "criterion.7": N_("7. Diversion"),
    "criterion.7.question": N_(
        "Is there a risk of diversion in the country of the buyer, or of re-export under "
        "undesirable conditions?"
    ),
    "criterion.8": N_("8. Needs and means of the buyer"),
    "criterion.8.question": N_(
        "Does it fit the technical and economic capacity and the legitimate needs of the buyer?"
    ),
    "criterion.att_7_1_a": N_("Peace and security"),
    "criterion.att_7_1_a.question": N_(
        "Would it contribute to peace and security or undermine it?"
    ),
    "criterion.att_7_1_b_i": N_("Law of war"),
    "criterion.att_7_1_b_i.question": N_(
        "Could it be used to commit or help a serious violation of the law of war?"
    ),
    "criterion.att_7_1_b_ii": N_("Human rights"),
    "criterion.att_7_1_b_ii.question": N_(
        "Could it be used to commit or help a serious violation of human rights?"
    ),
    "criterion.att_7_1_b_iii": N_("Terrorism"),
    "criterion.att_7_1_b_iii.question": N_(
        "Could it be used to commit or help an offence under the conventions on terrorism?"
    ),
    "criterion.att_7_1_b_iv": N_("Organised crime"),
    "criterion.att_7_1_b_iv.question": N_(
        "Could it be used to commit or help an offence under the conventions on transnational "
        "organised crime?"
    ),
    "criterion.att_7_4": N_("Violence against women and children"),
    "criterion.att_7_4.question": N_(
        "Is there a risk of gender-based violence, or of serious violence against women or "
        "children?"
    ),
    "criterion.att_11": N_("Diversion on the way"),
    "criterion.att_11.question": N_(
        "Have the parties been examined, and what lowers the risk of diversion?"
    ),
    "stop.A1": N_("Measures of the United Nations Security Council, an arms embargo above all"),
    "stop.A2": N_("Another treaty on the transfer of arms or on trafficking in them"),
    "stop.A3": N_(
        "Knowledge that the arms would be used for genocide, crimes against humanity, grave "
        "breaches of the Geneva Conventions or attacks on civilians"
    ),
    "stop.A4": N_(
        "A regional ban without exemption, or a transfer to a group that is no State and that the "
        "importing State has not authorized"
    ),
    "stop.A5": N_("A party that is barred, de-registered or convicted"),
    "stop.A6": N_("No cover in a required State"),
    "answer.met": N_("Met"),
    "answer.concern": N_("Concern"),
    "answer.refuse": N_("Refuse"),
}
