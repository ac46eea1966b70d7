"""Models that come back filled: every faulty cell of a file is named by its row, its column and its cause."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur, feuilles
from data_loaders.sources.modeles.champs import EMPREINTE, Champ, Faute, Feuille, en_nombre, sans_decimale

LIGNES_MAX = 20_000
_EMPREINTE = classeur.normaliser(EMPREINTE)


def lire(chemin: Path, pages: Sequence[Feuille], modele: str, envoi: str = "") -> dict[Feuille, list[dict]]:
    """Read a filled workbook: sheet -> rows filled, or changed where the model came filled; by name of column.

    Args:
        modele: name of the model, for the remedy.
        envoi: command that takes the file back, `importer <modele>` by default.

    Raises:
        ErreurDonnees: unreadable workbook, sheet missing, nothing filled, or faulty cells; the message gives row,
            column and cause of the first, then lists them all.
    """
    chemin = Path(chemin)
    fautes: list[tuple[str, int, Champ, Faute, object]] = []
    lues = {f: _lire_feuille(chemin, f, modele, fautes) for f in pages}
    if fautes:
        raise _refus(chemin.name, fautes, envoi or f"importer {modele}")
    if not any(lues.values()):
        trouve = "aucune ligne remplie ni modifiée"
        raise ErreurDonnees("vide", chemin.name, trouve, remede="remplir les cases colorées du modèle")
    return lues


def _lire_feuille(chemin: Path, feuille: Feuille, modele: str, fautes: list) -> list[dict]:
    lues: dict[tuple, tuple[int, dict]] = {}
    intactes = set()
    titres = {nom: c.titre for nom, c in feuille.champs.items()}
    for numero, cellules in lignes(chemin, feuille.titre, titres, modele):
        typee = any(str(cellules[nom]).strip() for nom, c in feuille.champs.items() if c.a_saisir)
        ligne = _lire_ligne(feuille, numero, cellules, fautes) if typee else None
        if ligne is None:
            continue
        cle = tuple(ligne[c] for c in feuille.cle)
        if cle in lues:
            champ = feuille.champs[feuille.cle[0]]
            faute = Faute(f"ligne en double de la ligne {lues[cle][0]}", "ligne copiée")
            fautes.append((feuille.titre, numero, champ, faute, cellules[feuille.cle[0]]))
        else:
            lues[cle] = numero, ligne
            if feuille.prerempli and cellules.get(EMPREINTE) == feuille.empreinte(ligne):
                intactes.add(cle)
    return [ligne for cle, (_, ligne) in lues.items() if cle not in intactes]


def _lire_ligne(feuille: Feuille, numero: int, cellules: dict[str, object], fautes: list) -> dict | None:
    """The row, or None when one of its cells is faulty: the fault is added to `fautes`."""
    avant, ligne = len(fautes), {}
    for nom, champ in feuille.champs.items():
        try:
            ligne[nom] = champ.lire(en_nombre(cellules[nom]) if champ.numerique else cellules[nom])
            if champ.obligatoire and ligne[nom] == "":
                raise Faute("case vide", "cette colonne est obligatoire dans une ligne remplie")
        except Faute as e:
            fautes.append((feuille.titre, numero, champ, e, cellules[nom]))
    if len(fautes) == avant:
        try:
            feuille.controler(ligne)
        except Faute as e:
            fautes.append((feuille.titre, numero, feuille.champs[e.champ], e, cellules[e.champ]))
    return ligne if len(fautes) == avant else None


def lignes(
    chemin: Path, feuille: str, titres: Mapping[str, str], modele: str, facultatives: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, object]]]:
    """Number (as a spreadsheet shows it) and cells of each row below the header, on the first sheet that has it.

    Args:
        feuille: title of the sheet in the model, for refusals.
        titres: column -> header.
        modele: name of the model, for refusals.
        facultatives: columns that an older model does not have.

    Raises:
        ErreurDonnees: unreadable workbook, or columns missing.
    """
    lu = classeur.contenu(chemin)
    if not lu.classeur:
        cause, remede = "autre fichier du même producteur, ou export", "télécharger le classeur chez le producteur"
        trouve = "un fichier texte (CSV) au lieu d'un classeur"
        raise ErreurDonnees("format", lu.nom, trouve, cause=cause, remede=remede)
    vues: set[str] = set()  # the header that resembles the most
    noms = {classeur.normaliser(titre): nom for nom, titre in titres.items()}
    exigees = {lu for lu, nom in noms.items() if nom not in facultatives}
    for onglet in feuilles.ouvrir(lu):
        onglet.borner(chemin.name, LIGNES_MAX)
        entete: list[str] = []
        # Whatever empty rows a correspondent left above the table, the number stays that of the spreadsheet.
        for numero, cellules in onglet.rangees():
            if entete:
                yield numero, dict(zip(entete, cellules, strict=False))
                continue
            lus = [classeur.normaliser(c) for c in cellules]
            vues = max(vues, exigees & set(lus), key=len)
            if exigees <= set(lus):
                entete = [noms.get(n, EMPREINTE if n == _EMPREINTE else "") for n in lus]
        if entete:
            return
    absentes = [titre for titre in titres.values() if classeur.normaliser(titre) in exigees - vues]
    trouve = f"colonnes absentes : {', '.join(absentes)}"
    cause = "titre modifié ou colonne retirée" if vues else "ce n'est pas le modèle de saisie"
    remede = f"repartir du modèle : python -m data_loaders modele {modele} SORTIE.xlsx"
    raise ErreurDonnees("colonnes", f"{chemin.name}, feuille {feuille}", trouve, cause=cause, remede=remede)


def _refus(nom: str, fautes: list[tuple[str, int, Champ, Faute, object]], envoi: str) -> ErreurDonnees:
    lieux = [f"feuille {titre}, ligne {numero}, colonne {champ.titre}" for titre, numero, champ, *_ in fautes]
    lus = [str(sans_decimale(brut)).strip() for *_, brut in fautes]  # as they were typed
    toutes = tuple(
        f"{lieu} : {dite.trouve}{f' (« {lu[:40]} »)' if lu else ''} ; {dite.cause}"
        for lieu, lu, (_, _, _, dite, _) in zip(lieux, lus, fautes, strict=True)
    )
    faute = fautes[0][3]
    return ErreurDonnees(
        "saisie",
        f"{nom}, {lieux[0]}",
        faute.trouve,
        nombre=len({(t, n) for t, n, *_ in fautes}),
        exemple=lus[0],
        cause=faute.cause,
        remede=f"corriger dans le classeur, puis : python -m data_loaders {envoi} {nom}",
        details=toutes if len(toutes) > 1 else (),
    )
