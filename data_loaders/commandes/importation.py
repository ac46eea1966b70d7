"""Commands that bring figures and perimeters in: importer, actualiser, zonage.

What a file of a folder is, its columns alone say: neither its name, its folder nor its extension is trusted.
"""

import contextlib
import fnmatch
import glob
import hashlib
import json
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from data_loaders import erreurs, francais, jeux
from data_loaders.chiffres import tableau
from data_loaders.commandes import FAIT, PLUS_TARD, REFUSE, TOUT, code, imprimer
from data_loaders.contracts import descriptions
from data_loaders.contracts.base import LICENCE_OUVERTE
from data_loaders.contracts.convention import REGLES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre
from data_loaders.convention import receptions
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin import decrits
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Edition, ecrire_atomique
from data_loaders.measures import series
from data_loaders.sources import classeur, feuilles, noms, producteurs, telechargement, zonage
from geo import chargement, disque, fichier_zonage, zonages

ZONAGE, ILLISIBLE, INCONNU = "zonage", "illisible", "inconnu"
TETE_OCTETS = 64 * 1024


class Nature(NamedTuple):
    """The name of a command of import, or one of the three words above."""

    source: str
    precision: str = ""  # code of the zoning

    def __str__(self) -> str:
        return "—" if self.source in (ILLISIBLE, INCONNU) else " ".join(filter(None, self))


def _fichiers(dossiers: list[Path]) -> dict[str, Path]:
    """Path relative to its folder -> file, sorted, hidden ones left out; a note that two folders hold is in both."""
    trouves: dict[str, Path] = {}
    for d in dossiers:
        if not d.is_dir():
            raise DemandeInvalide(f"« {d} » n'est pas un dossier ; pour un fichier, nommer sa source.")
        for f in sorted(d.rglob("*")):
            nom = f.relative_to(d)
            if not f.is_file() or any(p.startswith(".") for p in nom.parts):
                continue
            if (cle := nom.as_posix()) in trouves and not _est_table(f):
                cle = f"{d.name}/{cle}"
            if cle in trouves:
                raise DemandeInvalide(f"« {cle} » est dans deux des dossiers : les importer l'un après l'autre.")
            trouves[cle] = f
    if not trouves:
        raise DemandeInvalide("aucun fichier dans ce dossier.")
    return trouves


def rang(nature: Nature) -> int:
    """Order of import: perimeters, what weighs other files, the rest."""
    lecteurs = jeux.lecteurs()
    return 0 if nature.source == ZONAGE else lecteurs[nature.source].rang if nature.source in lecteurs else 3


def reconnaitre(chemin: Path) -> Nature:
    """What a file is; `INCONNU` for what is no table at all (a note, an image). Refused: empty, oversized, a workbook
    that cannot be read, a table of a layout that nobody here knows."""
    classeur.verifier_fichier(chemin)
    if est_classeur(chemin):
        contenu = classeur.contenu(chemin)
    else:
        octets = _tete(chemin)
        if "\x00" in disque.decoder(octets):
            return Nature(INCONNU)
        # Whole lines: a letter cut in two would change the encoding found.
        entieres = octets if len(octets) < TETE_OCTETS else octets.rpartition(b"\n")[0]
        contenu = classeur.Contenu(chemin.name, entieres, False)
    livre = feuilles.ouvrir(contenu)
    vus = list(feuilles.tetes(livre))
    lus: list[tuple[noms.Noms | Set[str], Nature]] = []
    for source, lecteur in jeux.lecteurs().items():
        lus += [(connus, Nature(source)) for connus in (*map(noms.noms, lecteur.tables), *lecteur.entetes)]
    lus += [(zonage.noms_du_producteur(z), Nature(ZONAGE, z)) for z in fichier_zonage.producteurs()]
    lus += [(set(zonage.feuille(z).entetes), Nature(ZONAGE, z)) for z in zonages.REMPLACABLES]
    # Headers of most columns first: one may hold another.
    lus.sort(key=lambda connu: -len(connu[0].reconnaitre if isinstance(connu[0], noms.Noms) else connu[0]))
    for connus, nature in lus:
        if feuilles.convient(livre, connus) if isinstance(connus, noms.Noms) else any(connus <= set(t) for t in vus):
            return nature
    if not est_classeur(chemin) and chemin.suffix.lower() != ".csv":
        return Nature(INCONNU)
    pleine = max(vus, key=lambda titres: len(set(titres) - {""}), default=[])
    trouve = f"mise en page inconnue ; colonnes lues : {classeur.citer(pleine)}"
    cause = "colonne renommée par le producteur, ou fichier d'une autre source"
    remede = "l'importer sous le nom de sa source, qui dira la colonne manquante, ou le retirer du dossier"
    raise ErreurDonnees("inconnu", chemin.name, trouve, cause=cause, remede=remede)


def est_classeur(chemin: Path) -> bool:
    """True for an archive or an old workbook, whatever its name, and for a file named as a workbook."""
    debut = _tete(chemin) if chemin.is_file() else b""
    archives = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", classeur.PARQUET, *classeur.COMPRESSES)
    return chemin.suffix.lower() in (".xlsx", ".ods", ".xls") or debut.startswith(archives)


def _est_table(chemin: Path) -> bool:
    """False for what no name nor content calls data: a note, an image."""
    return est_classeur(chemin) or chemin.suffix.lower() not in (".md", ".txt", ".html", ".pdf", ".png", ".jpg")


def _tete(chemin: Path) -> bytes:
    with chemin.open("rb") as f:
        return f.read(TETE_OCTETS)


def _decrites(fichiers: Mapping[str, Path]) -> dict[str, list[str]]:
    """Each description of a folder -> the files beside it that it explains: those that it names, else of its name."""
    trouvees = {}
    for nom, f in fichiers.items():
        if f.suffix != ".toml" or f.is_symlink() or b"[indicateurs." not in _tete(f):
            continue
        motif = f"{glob.escape(f.stem)}.*"
        with contextlib.suppress(ValueError, OSError):  # its reading says what is wrong with it
            motif = str(tomllib.loads(f.read_text("utf-8")).get("fichier", motif))
        voisins = (
            n for n, v in fichiers.items() if v.parent == f.parent and v.suffix != ".toml" and not v.is_symlink()
        )
        trouvees[nom] = [n for n in voisins if fnmatch.fnmatchcase(fichiers[n].name, motif)]
    return trouvees


DEPOSES = "indicateurs"  # folder of the data root where a description and its file are dropped


def deposer(donnees: Donnees) -> None:
    """Publish what was dropped in the data root since, each file by the description beside it; a refusal is said, and
    waits for one of the two to change."""
    if not any((dossier := donnees.racine / DEPOSES).glob("*.toml")):
        return
    vus, fichiers = dossier / ".vus.json", _fichiers([dossier])
    lus = json.loads(vus.read_text("utf-8")) if vus.is_file() else {}
    for d, expliques in _decrites(fichiers).items():
        for nom in expliques:
            etats = [[e.st_size, e.st_mtime_ns] for e in (fichiers[x].stat() for x in (d, nom))]
            if lus.get(f"{d}/{nom}") != etats:
                _importer_un(donnees, "", fichiers[nom], description=fichiers[d])
                lus[f"{d}/{nom}"] = etats
                ecrire_atomique(vus, json.dumps(lus).encode())


RESULTATS = ("publié", "refusé", "non reconnu", "à relancer")


@contextlib.contextmanager
def _barre(libelle: str) -> Iterator[classeur.Progres]:
    """The function that says on a terminal how far a work is; its line is wiped at the end."""
    if not sys.stderr.isatty():
        yield lambda _fait, _total: None
        return
    dire = partial(print, end="", file=sys.stderr, flush=True)
    try:
        yield lambda fait, total: dire(f"\r{libelle} {100 * min(fait, total) // max(total, 1):3}\u00a0%")
    finally:
        dire("\r\x1b[K")


def _importer_un(
    donnees: Donnees, source: str, chemin: Path, adresse: str = "", description: Path | None = None, **options: str
) -> ErreurDonnees | None:
    """Import one file; what stops it is written on stderr, leaves every snapshot as it was, and is returned.
    `description`: what explains it, where it is not a file of a known source."""
    try:
        with _barre(chemin.name) as avancer, _selon(donnees, description) as decrit:
            source = decrit or source
            lignes = jeux.lecteurs()[source].importer(donnees, chemin, avancer, adresse, **options)
    except ErreurDonnees as e:
        mot = "Refusé" if code(e) == REFUSE else "Impossible"
        print(f"{mot} — {e}\n  Les instantanés en place restent inchangés.", file=sys.stderr)
        garde = _garder(donnees, source, chemin, e, description)
        # What was downloaded is no longer there when its reader types the command.
        a_relire = next(garde.glob("refuse.*"), chemin) if adresse and garde else chemin
        if e.confirmer:
            dite = f"--description {shlex.quote(str(description))}" if description else source
            commande = f"python -m data_loaders importer {dite} {shlex.quote(str(a_relire))} {e.confirmer}"
            print(f"  Pour le publier quand même : {commande}", file=sys.stderr)
        return e
    print("\n".join([*lignes, *_sauts(donnees, source)]))
    return None


def _sauts(donnees: Donnees, source: str) -> list[str]:
    """The leaps of the series of a source, each on the finest zoning where it is true: said, never refused."""
    dits = []
    datasets = {dataset for dataset, commande in jeux.commandes().items() if commande == source} - series.SANS_REGLE
    for ind in INDICATEURS.values():
        zonage = next((z for z in ind.zonages if datasets.intersection(ind.datasets_pour(z))), "")
        if not zonage or not any(map(donnees.millesimes, datasets.intersection(ind.datasets_pour(zonage)))):
            continue
        t = tableau.calculer(donnees, ind.code, zonage)
        for r in t.lignes[series.sautees(t.lignes)].itertuples():
            ou = ind.libelle_zone(t.zonage, r.code_zone)
            dits.append(f"  remarque : {ind.libelle}, {ou}, {francais.periode_libelle(r.periode)} : {r.raison}")
    return dits


@contextlib.contextmanager
def _selon(donnees: Donnees, chemin: Path | None) -> Iterator[str]:
    """A description is in the registries for as long as a file is read by it; what is published says it afterwards.
    The name that it has, "" without one; ErreurDonnees where it is wrong."""
    if chemin is None:
        yield ""
        return
    d = descriptions.lire(chemin)
    try:
        Registre.inscrire((*(autre for autre in Registre.decrites if autre.nom != d.nom), d))
        yield d.nom
    finally:
        decrits.inscrire(donnees.officiel.racine)


def verifier_description(donnees: Donnees, description: Path, fichier: Path | None) -> int:
    """Say what a description lacks, and what it would give of a file; nothing is published."""
    try:
        with _selon(donnees, description) as nom:
            d = Registre.decrites[-1]
            zonages_dits = francais.enumeration(
                [zonages.zonage(z).libelle for z in d.indicateurs[next(iter(d.mesures))].zonages]
            )
            print(f"Description juste : {d.contrat.titre} ({nom}), {', '.join(d.mesures)} ; {zonages_dits}.")
            if not d.lu.get("secret_max") and "secret" in d.lu and any(m.somme for m in d.mesures.values()):
                print("  secret_max n’est pas dit : une somme où une zone est masquée sera n.d., non « au moins ».")
            if d.contrat.licence != LICENCE_OUVERTE:
                print(f"  licence « {d.contrat.licence} » : montré à l’écran, donné ni par l’API ni en fichier.")
            if fichier:
                lu = jeux.lecteurs()[nom](fichier)
                remarques = [f"remarque : {r}" for r in lu.remarques]
                edition = Edition(lu.millesime, lu.tables, [], lu.notes, (), lu.doutes)
                constate = donnees.officiel.essayer(d.contrat, edition)
                print(
                    "\n  ".join(
                        [*lu.dit, *remarques, *(f"à confirmer ({c.regle}) : {c.trouve}" for c in constate.constats)]
                    )
                )
    except ErreurDonnees as e:
        print(f"Refusé — {e}", file=sys.stderr)
        return REFUSE
    return FAIT


def _garder(
    donnees: Donnees, source: str, chemin: Path, erreur: ErreurDonnees, description: Path | None = None
) -> Path | None:
    """Put a refused file in quarantine and say where, or that it could not be; returns the folder."""
    try:
        dossier = erreurs.mettre_en_quarantaine(donnees.racine, chemin, erreur, source, description)
    except OSError as e:
        print(f"  Le fichier refusé n'a pas pu être mis de côté : {disque.dire(e)}.", file=sys.stderr)
        return None
    if dossier:
        print(f"  Fichier et motif gardés dans quarantine/{dossier.name}/ (reason.json).", file=sys.stderr)
    return dossier


def importer(
    donnees: Donnees,
    source: str | None,
    fichiers: list[Path],
    recu_le: str = "",
    description: Sequence[Path] = (),
) -> int:
    """Import several files, those of whole folders for the source `TOUT`; each that is sound is published. `recu_le`:
    for the convention alone, ISO date on which its correspondents sent the files; "" for today. `description`: what
    explains the files that follow it, in place of a source."""
    decrite, *suite = description or (None,)
    fichiers = [*suite, *fichiers]
    if not fichiers or bool(source) == bool(decrite):
        raise DemandeInvalide("dire une source (ou --description FICHIER.toml), puis un fichier au moins.")
    if source == TOUT and not recu_le:
        return importer_tout(donnees, fichiers)
    options = {"description": decrite} if decrite else {}
    if recu_le:
        if source != receptions.DATASET:
            raise DemandeInvalide(f"--recu-le ne sert qu'à la source {receptions.DATASET}.")
        try:
            jour = date.fromisoformat(recu_le)
        except ValueError:
            raise DemandeInvalide(f"date de réception « {recu_le} » : écrire AAAA-MM-JJ.") from None
        if not REGLES.debut <= jour <= datetime.now(UTC).date():
            raise DemandeInvalide(f"date de réception {jour} hors de la période du {REGLES.debut} à aujourd'hui.")
        options["recu_le"] = jour.isoformat()
    erreurs = [e for f in fichiers if (e := _importer_un(donnees, source or "", f, **options))]
    if len(fichiers) > 1:
        n = len(fichiers) - len(erreurs)
        print(f"{n} fichier{'s' * (n > 1)} sur {len(fichiers)} publié{'s' * (n > 1)}.")
    return _pire(*map(code, erreurs))


def _pire(*codes: int) -> int:
    """Code of several files: a refused one is to be looked at, whatever another day does for the others."""
    return next((c for c in (REFUSE, PLUS_TARD) if c in codes), FAIT)


def importer_tout(donnees: Donnees, dossiers: list[Path]) -> int:
    """Import every file of folders, each recognised by its columns; prints one row a file, then counts."""
    fichiers = _fichiers(dossiers)
    decrites = _decrites(fichiers)
    expliques = {nom: d for d, noms_decrits in decrites.items() for nom in noms_decrits}
    seuls = {nom: f for nom, f in fichiers.items() if nom not in decrites and nom not in expliques}
    natures = {nom: _nature(donnees, f) for nom, f in seuls.items()}
    # Perimeters, then the series that weighs the tensions, come first: the others are checked against them.
    publie, refuse, inconnu, relancer = RESULTATS
    resultats = {}
    for nom in sorted(seuls, key=lambda nom: rang(natures[nom])):
        source, decoupage = natures[nom]
        if source in (INCONNU, ILLISIBLE):
            resultats[nom] = inconnu if source == INCONNU else refuse
        elif source == ZONAGE:
            resultats[nom] = publie if charger_zonage(donnees, decoupage, fichiers[nom]) == FAIT else refuse
        else:
            e = _importer_un(donnees, source, fichiers[nom])
            resultats[nom] = publie if e is None else refuse if code(e) == REFUSE else relancer
    for nom, d in expliques.items():
        e = _importer_un(donnees, "", fichiers[nom], description=fichiers[d])
        natures[nom], natures[d] = Nature("description", d), Nature("description")
        resultats[nom] = resultats[d] = publie if e is None else refuse if code(e) == REFUSE else relancer
    for d in decrites.keys() - natures.keys():
        natures[d], resultats[d] = Nature("description"), "sans fichier"
    print()
    imprimer(["Fichier", "Contenu", "Résultat"], [[nom, str(natures[nom]), resultats[nom]] for nom in fichiers])
    comptes = {r: list(resultats.values()).count(r) for r in RESULTATS}
    print(" · ".join(f"{mot} : {n}" for mot, n in comptes.items() if n or mot != relancer))
    return REFUSE if comptes[refuse] else PLUS_TARD if comptes[relancer] else FAIT


def _nature(donnees: Donnees, chemin: Path) -> Nature:
    """What a file is; one that cannot be read is said and put aside, as a refusal of an import is."""
    if chemin.is_symlink():  # it could lead out of the folder that was given
        return Nature(INCONNU)
    try:
        if est_classeur(chemin):
            classeur.eprouver(chemin)
        return reconnaitre(chemin)
    except ErreurDonnees as e:
        print(f"Refusé — {e}", file=sys.stderr)
        _garder(donnees, "", chemin, e)
        return Nature(ILLISIBLE)


def actualiser(donnees: Donnees, source: list[str], millesime: str) -> int:
    """Download, then import, source by source; one that fails leaves the others, and its old snapshot, untouched.

    Those of a sure address when none is said. What each gave is kept in the data root.
    """
    sources = source or producteurs.par_defaut(millesime)
    if not sources:
        print("Aucune source d'adresse sûre dans adresses.toml : nommer celle qui est à télécharger.")
    faits = {s: _actualiser_une(donnees, s, millesime) for s in sources}
    producteurs.retenir(donnees.racine, faits)
    issues = [p.issue for p in faits.values()]
    if len(sources) > 1:
        print(" · ".join(f"{issue} : {issues.count(issue)}" for issue in producteurs.ISSUES))
    return _pire(*({producteurs.REFUSE: REFUSE, producteurs.ABSENT: PLUS_TARD}.get(issue, FAIT) for issue in issues))


def _actualiser_une(donnees: Donnees, source: str, millesime: str) -> producteurs.Passage:
    en_place = donnees.officiel.sources_en_place()
    with tempfile.TemporaryDirectory() as dossier:
        try:
            with _barre(f"Téléchargement {source}") as avancer:
                demander = partial(telechargement.conditions, donnees.racine, en_place=en_place)
                recu = telechargement.telecharger(source, Path(dossier), millesime, avancer, demander)
        except ErreurDonnees as e:
            print(f"Refusé — {e}\n  Les instantanés en place restent inchangés.", file=sys.stderr)
            return producteurs.refus(e, recu=False)
        if recu.chemin is None:
            print(f"Source {source} : déjà à jour ({recu.adresse})")
            return producteurs.maintenant(producteurs.INCHANGE, "le fichier du producteur est celui en place")
        octets = recu.chemin.read_bytes()
        print(f"Reçu {recu.chemin.name} ({francais.nombre(len(octets) / 1024 / 1024, 1)} Mo) de {recu.adresse}")
        if e := _importer_un(donnees, source, recu.chemin, recu.adresse):
            return producteurs.refus(e, recu=True)
        telechargement.retenir(donnees.racine, recu, hashlib.sha256(octets).hexdigest())
        return producteurs.maintenant(producteurs.PRIS, recu.chemin.name)


def charger_zonage(donnees: Donnees, nom: str, fichier: Path, sidecar: Path | None = None) -> int:
    """Replace the perimeter of a zoning, by a CSV or by the workbook of its model."""
    try:
        lu = zonage.lire(fichier, nom) if est_classeur(fichier) else None
        lignes = chargement.charger(nom, fichier, donnees.racine, sidecar, lu)
    except (zonages.ErreurZonage, ErreurDonnees) as e:
        print(f"Refusé — {e}\n  Le découpage en place reste inchangé.", file=sys.stderr)
        if not isinstance(e, ErreurDonnees):
            e = ErreurDonnees("zonage" if fichier.is_file() else "absent", fichier.name, str(e))
        _garder(donnees, f"zonage {nom}", fichier, e)
        return REFUSE
    print("\n".join(lignes))
    return FAIT
