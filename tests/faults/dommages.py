"""Damages that somebody could make to an official file, and what an import answers to each.

`python -m tests.faults.dommages` makes them from the genuine files (`OBSERVATOIRE_REFERENCE`), imports each in a root
of its own, and prints a table: at a first import, beside the editions around it, over the genuine edition. An answer is
« refusé » (nothing publishes it), « demandé » (a rule to confirm), « dit » (published, with a remark more than the
genuine file has) or « tu ». Genuine files in odd layouts stand at the end: they are published, `-` or « dit ».
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, feuilles
from geo import reglages
from tests import builders

Lignes = list[list[object]]
COTES = ("première", "à côté", "en place")
REFUSE, DEMANDE, DIT, TU = "refusé", "demandé", "dit", "tu"

# Name of a file -> its source, its path from the reference folder, the editions that stand beside it.
FICHIERS = {
    "bmo24": ("bmo", "bmo/Base_open_data_BMO_2024.xlsx", ("bmo23", "bmo21")),
    "bmo23": ("bmo", "bmo/Base_open_data_23.xlsx", ("bmo21", "bmo24")),
    "bmo21": ("bmo", "bmo/Base_open_data_21_def.xlsx", ("bmo18", "bmo23")),
    "bmo18": ("bmo", "bmo/ResMetBE18.xlsx", ("bmo16", "bmo21")),
    "bmo16": ("bmo", "bmo/ResMetBE16.xlsx", ("bmo18",)),
    "insertion": ("insertion", "insertion/inserjeunes_orion_region52.csv", ()),
    "cfa": ("insertion-cfa", "insertion/fr-en-inserjeunes-cfa_region52.csv", ()),
    "bts24": ("places", "../offre/formation/BTS_attractivite_capacite_2024_region52.csv", ("bts22",)),
    "bts22": ("places", "../offre/formation/BTS_attractivite_capacite_2022_region52.csv", ("bts24",)),
    "pro": ("places", "../offre/formation/attractivite_capacite_2022_region52.csv", ()),
    "eleves": ("places", "../offre/formation/constat_2020_region52.csv", ()),
    "offres": ("offres", "../offre/offres/20211221_mv_villes_offre_region52.csv", ()),
    "tension-rome": ("tension-rome", "tensions/tension_rome_bassin_2021_pdl.csv", ()),
    "tension-fap": ("tension-fap", "tensions/dares_tensions_2019_fap_nat_reg52_dep.csv", ()),
    "stmt": ("stmt-dep", "demande_emploi/stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv", ()),
    "epci": ("defm-epci", "demande_emploi/defm_epci_categories_dec2016_dec2019_pdl.csv", ()),
    "emploi": ("metiers-region", "portraits_metiers/emploi_rp2017_fap87_region52.csv", ()),
}


class Livre:
    """The rows of a file that concern the region, as its producer wrote them, the titles first."""

    def __init__(self, source: str, lignes: Lignes) -> None:
        self.source, (self.titres, *self.lignes) = source, lignes

    def place(self, titre: str) -> int:
        """Column of a title, or the first that starts by it."""
        return next(j for j, t in enumerate(self.titres) if str(t).startswith(titre))

    def colonne(self, titre: str) -> list[object]:
        return [r[self.place(titre)] for r in self.lignes]

    def ecrire(self, titre: str, valeurs: list[object]) -> None:
        for r, v in zip(self.lignes, valeurs, strict=True):
            r[self.place(titre)] = v

    def changer(self, f: Callable[[float], float], *titres: str, ou: Callable[[list], bool] = lambda r: True) -> None:
        for j in map(self.place, titres):
            for r in self.lignes:
                if ou(r) and (v := nombre(r[j])) is not None:
                    r[j] = f(v)

    def copie(self) -> "Livre":
        return Livre(self.source, [list(self.titres), *map(list, self.lignes)])


def nombre(v: object) -> float | None:
    try:
        x = float(str(v).replace(",", "."))
    except ValueError:
        return None
    return int(x) if x.is_integer() else x


class Contexte(NamedTuple):
    """What a damage may draw on: the book to damage, and that of another edition."""

    livre: Livre
    autre: Livre | None


Dommage = Callable[[Contexte], None]


def fois(n: float, *titres: str, ou: tuple[str, str] | None = None, entiers: bool = True) -> Dommage:
    """Counts × n, rounded; those of the rows whose column `ou[0]` starts by `ou[1]`."""

    def faire(c: Contexte) -> None:
        garde = (lambda r: True) if ou is None else lambda r: code(r[c.livre.place(ou[0])]).startswith(ou[1])
        # Where its counts are written whole.
        entier = entiers and all(
            float(v).is_integer() for v in map(nombre, c.livre.colonne(titres[0])) if v is not None
        )
        c.livre.changer(lambda v: round(v * n) if entier else v * n, *titres, ou=garde)

    return faire


def code(v: object) -> str:
    return classeur.code(v)


def echanger_codes(titre: str, a: str, b: str) -> Dommage:
    def faire(c: Contexte) -> None:
        croises = {a: b, b: a}
        c.livre.ecrire(titre, [croises.get(code(v), v) for v in c.livre.colonne(titre)])

    return faire


def echanger_titres(a: str, b: str) -> Dommage:
    def faire(c: Contexte) -> None:
        va, vb = c.livre.colonne(a), c.livre.colonne(b)
        c.livre.ecrire(a, vb)
        c.livre.ecrire(b, va)

    return faire


def decaler(*titres: str, de: int = 1) -> Dommage:
    """The values of these columns go down by some rows; the last ones come first."""

    def faire(c: Contexte) -> None:
        for titre in titres:
            v = c.livre.colonne(titre)
            c.livre.ecrire(titre, v[-de:] + v[:-de])

    return faire


def melanger(*titres: str) -> Dommage:
    def faire(c: Contexte) -> None:
        ordre = list(range(len(c.livre.lignes)))
        random.Random(1).shuffle(ordre)
        for titre in titres:
            v = c.livre.colonne(titre)
            c.livre.ecrire(titre, [v[i] for i in ordre])

    return faire


def etoiles(par: object) -> Dommage:
    def faire(c: Contexte) -> None:
        for r in c.livre.lignes:
            r[:] = [par if v == "*" else v for v in r]

    return faire


def _places_bmo(livre: Livre) -> dict[str, int]:
    connus = {"bassin": ("BE",), "metier": ("Code métier", "Métier", "metier"), "dep": ("Dept", "Département")}
    return {
        nom: next(j for j, t in enumerate(livre.titres) if any(str(t).startswith(d) for d in debuts))
        for nom, debuts in connus.items()
    } | {m: livre.titres.index(m) for m in ("met", "xmet", "smet")}


def _bmo(f: Callable[[Livre, dict[str, int]], None]) -> Dommage:
    return lambda c: f(c.livre, _places_bmo(c.livre))


def echanger_bmo(ou: str, a: str, b: str) -> Dommage:
    return lambda c: echanger_codes(str(c.livre.titres[_places_bmo(c.livre)[ou]]), a, b)(c)


def un_departement(n: float, departement: str) -> Dommage:
    return lambda c: fois(n, *BMO, ou=(str(c.livre.titres[_places_bmo(c.livre)["dep"]]), departement))(c)


def moitie(ou: Callable[[list, dict[str, int]], bool]) -> Dommage:
    """The cells that `ou` keeps take the counts of the other survey, where it has them."""

    def faire(c: Contexte) -> None:
        p, q = _places_bmo(c.livre), _places_bmo(c.autre)
        cle = lambda r, p: tuple(code(r[p[k]]) for k in ("bassin", "dep", "metier"))  # noqa: E731
        autres = {cle(r, q): [r[q[m]] for m in ("met", "xmet", "smet")] for r in c.autre.lignes}
        for r in c.livre.lignes:
            if ou(r, p) and cle(r, p) in autres:
                for m, v in zip(("met", "xmet", "smet"), autres[cle(r, p)], strict=True):
                    r[p[m]] = v

    return faire


def trois_cellules(n: float, mesures: tuple[str, ...]) -> Dommage:
    def faire(livre: Livre, p: dict[str, int]) -> None:
        grandes = [r for r in livre.lignes if (nombre(r[p["met"]]) or 0) >= 20]
        for r in random.Random(3).sample(grandes, 3):
            for m in mesures:
                v = nombre(r[p[m]])
                r[p[m]] = r[p[m]] if v is None else v * n

    return _bmo(faire)


def non_difficiles(departement: str) -> Dommage:
    def faire(livre: Livre, p: dict[str, int]) -> None:
        for r in livre.lignes:
            met, xmet = nombre(r[p["met"]]), nombre(r[p["xmet"]])
            if code(r[p["dep"]]) == departement and None not in (met, xmet):
                r[p["xmet"]] = round(met - xmet, 4)

    return _bmo(faire)


def autre_region(c: Contexte) -> None:
    """The counts of another region: each course has another size and other rates, a fifth of them are not taught."""
    livre, hasard = c.livre, random.Random(52)
    comptes = [
        "nb_annee_term",
        "nb_sortant",
        "nb_poursuite_etudes",
        *(f"nb_en_emploi_{m}_mois" for m in (6, 12, 18, 24)),
    ]
    livre.lignes = [r for r in livre.lignes if hasard.random() > 0.2]
    for r in livre.lignes:
        lus = {t: nombre(r[livre.place(t)]) for t in comptes}
        if lus["nb_sortant"] is None:
            continue
        k = hasard.lognormvariate(-0.1, 0.7)
        n = {t: None if v is None else round(v * k) for t, v in lus.items()}
        if n["nb_annee_term"] is not None:
            n["nb_annee_term"] = n["nb_sortant"] + n["nb_poursuite_etudes"]
        for t, v in n.items():
            r[livre.place(t)] = "" if v is None else v
        for m in (6, 12, 18, 24):
            j, v = livre.place(f"taux_emploi_{m}_mois"), n[f"nb_en_emploi_{m}_mois"]
            r[j] = "" if v is None or n["nb_sortant"] < 20 else round(100 * v / n["nb_sortant"])
        j = livre.place("taux_poursuite_etudes")
        r[j] = (
            "" if not n["nb_annee_term"] or r[j] == "" else round(100 * n["nb_poursuite_etudes"] / n["nb_annee_term"])
        )


def doubler(c: Contexte) -> None:
    c.livre.lignes += [list(r) for r in c.livre.lignes]


def communes_suivantes(c: Contexte) -> None:
    """Each commune is written with the code of the one that follows it."""
    codes = sorted({str(v) for v in c.livre.colonne("commune")})
    suivant = dict(zip(codes, codes[1:] + codes[:1], strict=True))
    c.livre.ecrire("commune", [suivant[str(v)] for v in c.livre.colonne("commune")])


def inverser(*titres: str) -> Dommage:
    """Classes 1 to 5 the other way round."""
    return lambda c: c.livre.changer(lambda v: 6 - v, *titres)


def mois_suivants(de: int) -> Dommage:
    """Every value is dated of some months later; the first months are lost."""

    def faire(c: Contexte) -> None:
        p, q = c.livre.place("mois"), c.livre.place("demandeurs_emploi")
        lues = {(r[0], r[p]): r[q] for r in c.livre.lignes}
        mois = sorted({m for _, m in lues})
        precedent = dict(zip(mois[de:], mois, strict=False))
        c.livre.lignes = [r for r in c.livre.lignes if r[p] in precedent]
        for r in c.livre.lignes:
            r[q] = lues[r[0], precedent[r[p]]]

    return faire


def lisser(n: int) -> Dommage:
    """Each value is the mean of `n` months around it, rounded as the others are."""

    def faire(c: Contexte) -> None:
        p, q = c.livre.place("mois"), c.livre.place("demandeurs_emploi")
        for dep in {r[0] for r in c.livre.lignes}:
            siennes = sorted((r for r in c.livre.lignes if r[0] == dep), key=lambda r: r[p])
            lues = [float(r[q]) for r in siennes]
            for i, r in enumerate(siennes):
                autour = lues[max(0, i - n // 2) : i + n // 2 + 1]
                r[q] = int(round(sum(autour) / len(autour), -1))

    return faire


BMO = ("met", "xmet", "smet")
CLASSES = ("ind_tension_d",)
CLASSES_FAP = ("Catégorie Tension",)
PSUP, VOEUX = "CAPACITEPSUP", "NB_VOEUX_CONFIRMES"
# (Damage, file, other edition drawn on) -> how it is made.
DOMMAGES: dict[tuple[str, str, str], Dommage] = {
    **{
        (nom, f, autre): faire
        for f, autre in (("bmo24", "bmo23"), ("bmo23", "bmo21"), ("bmo21", "bmo18"), ("bmo18", "bmo21"))
        for nom, faire in {
            "valeurs décalées d'une ligne": decaler(*BMO),
            "valeurs remontées de deux lignes": decaler(*BMO, de=-2),
            "valeurs mélangées": melanger(*BMO),
            "codes de 44 et 49 échangés": echanger_bmo("dep", "44", "49"),
            "codes de 53 et 72 échangés": echanger_bmo("dep", "53", "72"),
            "bassins 5218 et 5214 échangés": echanger_bmo("bassin", "5218", "5214"),
            "bassins 5208 et 5214 échangés": echanger_bmo("bassin", "5208", "5214"),
            "étoiles écrites 4": etoiles(4),
            "étoiles écrites 0": etoiles(0),
            "une moitié d'une autre année": moitie(lambda r, p: random.Random(str(r)).random() < 0.5),
            "un département d'une autre année": moitie(lambda r, p: code(r[p["dep"]]) == "85"),
            "trois cellules × 10": trois_cellules(10, BMO),
            "trois cellules × 10, projets seuls": trois_cellules(10, ("met",)),
            "non difficiles dans 49": non_difficiles("49"),
            "non difficiles dans 53": non_difficiles("53"),
            "tout × 1,4": fois(1.4, *BMO),
            "tout × 0,7": fois(0.7, *BMO),
            "un département × 1,5": un_departement(1.5, "72"),
        }.items()
    },
    ("autre région dite 52", "insertion", ""): autre_region,
    ("voies échangées", "insertion", ""): lambda c: c.livre.ecrire(
        "voie", [{"scolaire": "apprentissage"}.get(v, "scolaire") for v in c.livre.colonne("voie")]),
    ("statuts échangés", "bts24", ""): lambda c: c.livre.ecrire(
        "STATUT", [{"Scolaire": "Apprentissage"}.get(v, "Scolaire") for v in c.livre.colonne("STATUT")]),
    ("statuts échangés", "bts22", ""): lambda c: c.livre.ecrire(
        "STATUT", [{"Scolaire": "Apprentissage"}.get(v, "Scolaire") for v in c.livre.colonne("STATUT")]),
    ("département 44 × 1,5", "bts24", ""): fois(1.5, PSUP, ou=("UAI", "044")),
    ("département 85 × 1,5", "bts24", ""): fois(1.5, PSUP, ou=("UAI", "085")),
    ("département 72 × 1,5", "bts22", ""): fois(1.5, PSUP, ou=("UAI", "072")),
    ("places décalées d'une ligne", "bts24", ""): decaler(PSUP),
    ("tout × 1,4", "bts24", ""): fois(1.4, PSUP, VOEUX),
    ("tout × 1,4", "pro", ""): fois(1.4, "Capacité carte scolaire"),
    ("département 44 × 1,5", "pro", ""): fois(1.5, "Capacité carte scolaire", ou=("Etablissement", "044")),
    ("tout × 1,4", "eleves", ""): fois(1.4, "Nombre d'élèves"),
    ("département 49 × 1,5", "eleves", ""): fois(1.5, "Nombre d'élèves", ou=("UAI", "049")),
    ("fichier doublé", "offres", ""): doubler,
    ("tout × 3", "offres", ""): fois(3, "nb_offre"),
    ("communes décalées", "offres", ""): communes_suivantes,
    ("offres décalées d'une ligne", "offres", ""): decaler("nb_offre"),
    ("offres décalées de cent lignes", "offres", ""): decaler("nb_offre", de=100),
    ("classes inversées", "tension-rome", ""): inverser(*CLASSES),
    ("classes décalées d'une ligne", "tension-rome", ""): decaler(*CLASSES),
    ("classes et composantes inversées", "tension-rome", ""): inverser(
        *CLASSES, "ind_int_emb_d", "ind_main_oeuvre_d", "ind_dur_empl_d", "ind_cond_travail_d", "ind_mismatch_geo_d"),
    ("classes inversées", "tension-fap", ""): inverser(*CLASSES_FAP),
    ("mois décalés d'un mois", "stmt", ""): mois_suivants(1),
    ("mois décalés de trois mois", "stmt", ""): mois_suivants(3),
    ("série lissée sur trois mois", "stmt", ""): lisser(3),
    ("série lissée sur treize mois", "stmt", ""): lisser(13),
    ("valeurs décalées d'une ligne", "epci", ""): decaler(*(f"categorie_{c}" for c in "abcde")),
    ("tout × 1,4", "epci", ""): fois(1.4, *(f"categorie_{c}" for c in "abcde")),
    ("valeurs décalées d'une ligne", "emploi", ""): decaler("emp_fap_reg"),
    ("taux décalés d'une ligne", "cfa", ""): decaler(
        "Taux emploi 6 mois", "Taux emploi 6 mois attendu", "VA emploi 6 mois"),
}  # fmt: skip


def ailleurs(c: Contexte) -> None:
    """Nothing is changed."""


def triees(*titres: str) -> Dommage:
    return lambda c: c.livre.lignes.sort(key=lambda r: [str(r[c.livre.place(t)]) for t in titres])


def cohorte(c: Contexte) -> None:
    """Two years of leavers more, one between two known ones: half of the courses that close are still there."""
    livre, p, hasard = c.livre, c.livre.place("millesime"), random.Random(7)
    cle = [livre.place(t) for t in ("voie", "cfd", "mefstat11")]
    derniers = [r for r in livre.lignes if r[p] == "2022_2023"]
    gardes = {tuple(r[k] for k in cle) for r in derniers}
    avant = [r for r in livre.lignes if r[p] == "2020_2021"]
    avant = [r for r in avant if tuple(r[k] for k in cle) in gardes or hasard.random() < 0.5]
    for lot, an in ((derniers, "2023_2024"), (avant, "2021_2022")):
        livre.lignes += [[str(v).replace(r[p], an) for v in r] for r in lot]


def colonnes_inverses(c: Contexte) -> None:
    c.livre.titres.reverse()
    for r in c.livre.lignes:
        r.reverse()


# Genuine files, as they may be written: (what is odd, file, "") -> how it is made.
AUTHENTIQUES: dict[tuple[str, str, str], Dommage] = {
    **{("lignes de la région seules", f, ""): ailleurs for f in FICHIERS},
    **{("lignes triées autrement", f, ""): lambda c: c.livre.lignes.sort(key=lambda r: str(r[4])) for f in (
        "bmo24", "bmo23", "bmo21", "bmo18", "bmo16")},
    ("lignes triées autrement", "offres", ""): triees("dc_rome", "commune"),
    ("colonnes dans l'autre ordre", "bts24", ""): colonnes_inverses,
    ("colonnes dans l'autre ordre", "bmo23", ""): colonnes_inverses,
    ("deux cohortes de plus", "insertion", ""): cohorte,
    ("effectifs arrondis à l'unité", "bmo16", ""): lambda c: c.livre.changer(round, *BMO),
    }  # fmt: skip


class Banc:
    """The genuine files, read once, and a root for what stands beside each."""

    def __init__(self, reference: Path, dossier: Path) -> None:
        self.reference, self.dossier, self.n = reference, dossier, 0
        self.livre, self.racine, self.remarques = cache(self.livre), cache(self.racine), cache(self.remarques)

    def livre(self, nom: str) -> Livre:
        source, chemin, _ = FICHIERS[nom]
        if source == "bmo":
            lue = feuilles.lire(self.reference / chemin, "bmo")
            region = lue.places["region"]
            lignes = [r for r in lue.table.to_numpy(object).tolist() if classeur.code(r[region], 2) == "52"]
            return Livre(source, [list(lue.titres), *lignes])
        (feuille,) = feuilles.ouvrir(classeur.contenu(self.reference / chemin))
        return Livre(source, [list(r) for _, r in feuille.rangees()])

    def racine(self, nom: str, cote: str) -> Path:
        """A root where stands what is around a file."""
        racine = self.dossier / f"{nom}-{cote.replace(' ', '-')}"
        _, _, autres = FICHIERS[nom]
        for f in {"première": (), "à côté": autres, "en place": (*autres, nom)}[cote]:
            source = FICHIERS[f][0]
            builders.importer(Donnees(racine), source, self.ecrire(f, self.livre(f)))
        return racine

    def ecrire(self, nom: str, livre: Livre) -> Path:
        """The rows as a text, in a folder of its own: two files say their year by their name alone."""
        self.n += 1
        dossier = self.dossier / f"fichier{self.n}"
        dossier.mkdir(parents=True)
        return builders.texte(dossier / f"{Path(FICHIERS[nom][1]).stem}.csv", [livre.titres, *livre.lignes])

    def importer(self, nom: str, fichier: Path, cote: str) -> tuple[str, object]:
        """The answer, then the rules that ask, or the remarks of what is published."""
        racine = self.dossier / "essai"
        shutil.rmtree(racine, ignore_errors=True)
        if self.racine(nom, cote).exists():
            shutil.copytree(self.racine(nom, cote), racine)
        donnees = Donnees(racine)
        try:
            builders.importer(donnees, FICHIERS[nom][0], fichier)
        except ErreurDonnees as e:
            return (DEMANDE, tuple(e.confirmer.split()[1::2])) if e.confirmer else (REFUSE, (e.regle,))
        publiees = (i for d in CONTRATS for i in donnees.officiel.versions(d)[:1])
        return TU, frozenset(r for i in publiees for r in i.manifeste["remarques"])

    def remarques(self, nom: str, cote: str) -> frozenset[str]:
        """Those of the genuine file."""
        return self.importer(nom, self.ecrire(nom, self.livre(nom)), cote)[1]

    def essayer(self, dommage: tuple[str, str, str], faire: Dommage) -> Iterator[tuple[str, str, str]]:
        """Where it is imported, the answer, what it says."""
        _, nom, autre = dommage
        livre = self.livre(nom).copie()
        faire(Contexte(livre, self.livre(autre) if autre else None))
        fichier = self.ecrire(nom, livre)
        for cote in COTES:
            if cote == "à côté" and not FICHIERS[nom][2]:
                continue
            reponse, quoi = self.importer(nom, fichier, cote)
            if reponse == TU:
                quoi = sorted(quoi - self.remarques(nom, cote))
                reponse = DIT if quoi else TU
            yield cote, reponse, " ".join(str(q)[:60] for q in quoi)


def main() -> int:
    """Print the table; 1 when a damage is published in silence, or a genuine file is not."""
    reference, faux = Path(reglages.lire("REFERENCE")) if len(sys.argv) < 2 else Path(sys.argv[1]), 0
    with tempfile.TemporaryDirectory() as dossier:
        banc = Banc(reference, Path(dossier))
        for table, mauvais in ((DOMMAGES, (TU, DIT)), (AUTHENTIQUES, (REFUSE, DEMANDE))):
            comptes: dict[str, int] = {}
            for dommage, faire in table.items():
                with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                    lus = list(banc.essayer(dommage, faire))
                mal = any(r in mauvais for _, r, _ in lus)
                faux += mal
                dits = " | ".join(f"{cote} : {r} {quoi}".rstrip() for cote, r, quoi in lus)
                print(f"{'!' if mal else ' '} {dommage[1]:13} {dommage[0]:38} {dits}", flush=True)
                for _, r, _ in lus:
                    comptes[r] = comptes.get(r, 0) + 1
            print(" · ".join(f"{mot} : {n}" for mot, n in comptes.items()), flush=True)
    return int(faux > 0)


if __name__ == "__main__":
    sys.exit(main())
