"""A portrait as a tagged PDF of two A4 pages: the document laid out in typst markup."""

from bisect import bisect_left
from dataclasses import dataclass

from data_loaders.measures import mots_estimation
from geo.territoire import OBSERVATOIRE
from pages.figures import icones, pdf, theme
from pages.figures.pdf import chaine, echapper
from pages.figures.portrait.document import Bloc, Cellule, Ciel, Cle, Dessin, Document, Lien, Tableau

PAGES = 2
# Past that length the badges go under the name instead of beside it.
TITRE_COURT = 55
_CIELS = dict(zip(("orage", "pluie", "variable", "eclaircies", "soleil"), theme.rampe("meteo"), strict=True))
# Sizes tried in turn, in parts of those of the charter: a territory that meets many zones is set a little smaller.
ECHELLES = (1.0, 0.95, 0.9, 0.86)


class _Feuille:
    """Markup under way, and the images that it names."""

    def __init__(self) -> None:
        self.fichiers: dict[str, bytes] = {}

    def image(self, d: Dessin, largeur: str = "100%") -> str:
        nom = f"dessin-{len(self.fichiers)}.svg"
        self.fichiers[nom] = d.rendre("clair").encode()
        return f"image({chaine(nom)}, alt: {chaine(d.alt)}, width: {largeur})"

    def ciel(self, c: Ciel) -> str:
        """The sky of who seeks: a sheet that goes from hand to hand has one point of view."""
        icone = c.classe and mots_estimation.ciel(c.classe, "candidat").icone
        if not icone:
            return f"[{echapper(c.mot)}]"
        nom = f"ciel-{icone}.svg"
        self.fichiers[nom] = icones.svg(icone).encode()
        return f'ciel(image({chaine(nom)}, height: 8.5pt), rgb("{_CIELS[icone]}"), {chaine(c.mot)})'

    def cellule(self, c: Cellule) -> str:
        match c:
            case Dessin():
                return self.image(c)
            case Ciel():
                return self.ciel(c)
            case Lien():
                return f"[{echapper(c.texte)}]"
            case _:
                return f"[{echapper(c)}]"

    def note(self, texte: str) -> str:
        return f"#note[{echapper(texte)}]" if texte else ""

    def tableau(self, t: Tableau) -> str:
        colonnes = ", ".join(f"{100 * c.part:g}%" if c.part else "1fr" for c in t.colonnes)
        cotes = ", ".join("right + horizon" if c.droite else "left + horizon" for c in t.colonnes)
        tetes = ", ".join(f"[#strong[{echapper(c.titre)}]]" for c in t.colonnes)
        corps = ",\n  ".join(", ".join(map(self.cellule, ligne)) for ligne in t.lignes)
        note = f"\n{self.note(t.note)}"
        return (
            f"#legende[{echapper(t.legende)}]\n#table(columns: ({colonnes},), align: ({cotes},),\n"
            f"  table.header({tetes}),\n  {corps})\n{note}"
        )

    def cles(self, cles: tuple[Cle, ...]) -> str:
        if not cles:
            return ""
        cases = ",\n  ".join(
            f"cle({chaine(c.titre)}, {chaine(c.prefixe)}, {chaine(c.valeur)}, "
            f"({''.join(f'{chaine(n)}, ' for n in c.notes)}))"
            for c in cles
        )
        return f"#grid(columns: ({'1fr, ' * len(cles)}), column-gutter: 8pt,\n  {cases})"

    def bloc(self, b: Bloc) -> str:
        marque = f" #h(4pt) {_badge('Données de démonstration', 'demo')}" if b.demonstration else ""
        parties = [f"== {echapper(b.titre)}{marque}", f"*{echapper(b.constat)}*"]
        textes = [self.cles(b.cles), *map(echapper, b.phrases)]
        if b.dessin:
            mots, dessin = "\n\n".join(textes), f"#{self.image(b.dessin)}\n{self.note(b.dessin.legende)}"
            devant = b.code == "territoire"
            larges, gauche, droite = ("44%, 1fr", dessin, mots) if devant else ("1fr, 48%", mots, dessin)
            textes = [f"#grid(columns: ({larges}), column-gutter: 10pt, [{gauche}], [{droite}])"]
        parties += textes
        parties += [self.tableau(t) for t in b.tableaux if not t.plie]
        notes = (("Champ", b.champ), ("Source", b.source))
        if dites := [f"*{nom}.* {echapper(texte)}" for nom, texte in notes if texte]:
            parties.append(f"#note[{' '.join(dites)}]")
        return "\n\n".join(filter(None, parties))


def _corps(d: Document) -> tuple[str, dict[str, bytes]]:
    """Typst markup of what is said, whatever the size of type, and the images that it names."""
    f = _Feuille()
    badges = " #h(2pt) ".join(_badge(mot, ton) for mot, ton in d.badges)
    suite = "#h(1fr)" if len(d.titre) <= TITRE_COURT else "\\\n"
    surtitre = f"#text(size: e(8.8), fill: encre2)[{echapper(d.titre)}] {suite} {badges}"
    tete = f"#regle\n\n{surtitre}\n\n= {echapper(d.constat)}\n"
    pages = "\n#pagebreak()\n".join("\n\n".join(map(f.bloc, blocs)) for blocs in d.pages)
    return f"{tete}{pages}", f.fichiers


def _badge(mot: str, ton: str) -> str:
    return f"#badge({chaine(mot)}, demo: {'true' if ton == 'demo' else 'false'}, taille: e(7.4))"


def _mise_en_page(d: Document, echelle: float) -> str:
    """What precedes it; `echelle` multiplies every size of type."""
    preambule = pdf.preambule(d.titre, d.jour, auteur=OBSERVATOIRE, description=f"{d.constat}.", echelle=echelle)
    return f"{preambule}#show: portrait.with([{echapper(d.pied)}])\n"


@dataclass(frozen=True)
class Feuilles:
    """A portrait laid out: its source, its images, and the part of the usual size of type that holds in two pages."""

    source: str
    fichiers: dict[str, bytes]
    echelle: float

    @property
    def pdf(self) -> bytes:
        """The document, written each time that it is asked for."""
        return pdf.composer(self.source, self.fichiers)


def composer(d: Document) -> Feuilles:
    """Two pages exactly, in the largest type that holds: what holds in one size holds in the smaller ones.

    Raises:
        ErreurDonnees: rule `pages` when even the smallest does not hold, rule `composition` when typst refuses it.
    """
    corps, fichiers = _corps(d)
    sources = [f"{_mise_en_page(d, echelle)}{corps}" for echelle in ECHELLES]
    derniere = len(ECHELLES) - 1
    choisie = bisect_left(sources, True, hi=derniere, key=lambda s: pdf.pages_nb(s, fichiers) == PAGES)
    if choisie == derniere:
        pdf.exiger_pages(sources[choisie], fichiers, PAGES)
    return Feuilles(sources[choisie], fichiers, ECHELLES[choisie])
