"""CSV of nomenclatures (one row the finest post, one pair code, label a level) and of crosswalks ROME → FAP."""

from collections.abc import Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue

# Tables of names of columns: crosswalk -> nomenclature reached; nomenclature -> its name, its levels, the finest first.
PASSAGES = {"nomenclatures#passage_fap2009": "FAP2009", "nomenclatures#passage_fap2021": "FAP2021"}
HIERARCHIES = {
    "nomenclatures#fap2009": ("FAP2009", ("fap225", "fap87", "fap22")),
    "nomenclatures#fap2021": ("FAP2021", ("fap341", "fap228", "fap86", "fap22")),
    "nomenclatures#rome3": ("ROME3", ("rome",)),
    "nomenclatures#rome4": ("ROME4", ("rome4",)),
}
POSTES_NB = {"rome": 532, "rome4": 609}  # the levels of the FAP are named after theirs


@lecteur(*PASSAGES, *HIERARCHIES)
def lire(lue: Lue) -> Extrait:
    """Read a nomenclature or a crosswalk, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns, a code with two labels or two parents.
    """
    brut, table = lue.en_texte(), lue.regle.table
    if table in PASSAGES:
        cible = PASSAGES[table]
        multiples = francais.nombre(brut.groupby("code_rome")["code_fap"].nunique().gt(1).sum())
        dit = f"{multiples} codes ROME vont vers plusieurs familles professionnelles"
        return _extrait("passages", cible, brut.assign(cible=cible), dit, lue)
    nomenclature, niveaux = HIERARCHIES[table]
    df = _postes(brut, niveaux, lue.nom).assign(nomenclature=nomenclature)
    comptes = df["niveau"].value_counts(sort=False).to_dict()
    dit = " · ".join(f"{niveau} : {francais.nombre(n)} postes" for niveau, n in comptes.items())
    return _extrait("nomenclatures", nomenclature, df, dit, lue, _notes(comptes))


def _extrait(
    dataset: str, edition: str, lignes: pd.DataFrame, dit: str, lue: Lue, notes: tuple[str, ...] = ()
) -> Extrait:
    titre = titrer(dataset, len(lue.table), f", {edition}")
    return Extrait.de(dataset, edition, lignes, titre, dit, notes=notes)


def _notes(comptes: dict[str, int]) -> tuple[str, ...]:
    attendus = {niveau: POSTES_NB.get(niveau) or int(niveau.removeprefix("fap")) for niveau in comptes}
    return tuple(
        f"Nomenclature incomplète, ou d'une autre édition : {comptes[niveau]} postes au niveau {niveau}, {n} attendus."
        for niveau, n in attendus.items()
        if comptes[niveau] != n
    )


def _postes(brut: pd.DataFrame, niveaux: Sequence[str], nom: str) -> pd.DataFrame:
    parties = []
    # A code of the ROME version 4 comes from one of version 3, itself where the file names none.
    plus_haut = brut["code_rome3"].where(brut["code_rome3"] != "", brut["code_rome4"]) if "code_rome3" in brut else ""
    for niveau, parent in zip(niveaux, [*niveaux[1:], None], strict=True):
        postes = pd.DataFrame(
            {
                "code": brut[f"code_{niveau}"],
                "libelle": brut[f"libelle_{niveau}"],
                "code_parent": brut[f"code_{parent}"] if parent else plus_haut,
            }
        ).drop_duplicates()
        doubles = postes[postes.duplicated("code", keep=False)]
        if len(doubles):
            raise ErreurDonnees(
                "nomenclature",
                f"{nom}, niveau {niveau}",
                "un code a deux libellés ou deux parents",
                nombre=len(doubles),
                lignes=doubles.index,
                exemple=" / ".join(f"{d.code} {d.libelle} ({d.code_parent})" for d in doubles.head(2).itertuples()),
                cause="fichiers de deux éditions mis bout à bout, ou saisie fautive",
                remede="reprendre le fichier d'une seule édition chez le producteur",
            )
        parties.append(postes.assign(niveau=niveau))
    return pd.concat(parties, ignore_index=True)
