"""Grounds of de-registration (workflows, C4); none of G1 to G8 and G12 needs a conviction."""

from app.words import N_

WORDS = {
    "ground.G1": N_("False or forged end-use statement"),
    "ground.G2": N_("Material misstatement or omission in an application"),
    "ground.G3": N_("Breach of a licence condition"),
    "ground.G4": N_("Brokering without a licence"),
    "ground.G5": N_("Diversion, knowingly or by negligence"),
    "ground.G6": N_("No proof of delivery or report after a reminder"),
    "ground.G7": N_("Obstruction of an inspection"),
    "ground.G8": N_("Undisclosed change of control"),
    "ground.G9": N_("Indictment or charge; interim measures only"),
    "ground.G10": N_("Conviction"),
    "ground.G11": N_("Listed by United Nations or regional sanctions"),
    "ground.G12": N_("Fronting for a barred person"),
}

CODES = tuple(f"G{number}" for number in range(1, 13))
