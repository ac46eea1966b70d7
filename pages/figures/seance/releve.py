"""The record of a meeting: decisions, remarks, tasks, then each view that was shown, as a document to keep.

`preparer` thinks: every word of the document, in order. `en_pdf`, `en_html` and `traitement.en_docx` lay out the same
thing. A view that its screen no longer gives stays in its place, with the reason.

A conseil d'orientation works out a « document d'orientation », a comité de concertation defines the needs of « Je
m'oriente, je me prépare »: both are filled with what was shown and typed; what nobody said is said to be so.
"""

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Final, NamedTuple

from PIL import Image

from data_loaders.convention import dispositifs
from data_loaders.francais import INSEC, accorder, capitale, date_libelle, echapper, typographier
from data_loaders.versions.approbations import Statut
from geo.territoire import NOM_REGION
from pages.figures import pdf, tables, theme
from pages.figures.carte import plan
from pages.figures.diapos.mots import en_lettres
from pages.figures.seance import Diapo, image
from pages.figures.seance.composition import Composition, Lire
from pages.figures.seance.demande import Montree, Note, Seance, retrouver
from pages.figures.vues import DEMONSTRATION

RELEVE: Final = "releve"
# What is said where nothing fills a part of a document, by what fills it (the `contenus` of `preparer`).
VIDES: Final = {
    "vues": "Aucune vue n’a été montrée.",
    "remarques": "Aucune remarque n’a été notée.",
    "questions": "Aucune question n’a été notée.",
    "decisions": "Rien n’a été noté comme décision.",
    "taches": "Aucune n’a été notée.",
}


class Papier(NamedTuple):
    """A kind of document.

    Attributes:
        fichier: its name, without extension. intro: what it is, under its title.
        sections: what fills each of its parts, in order, and its title; none for a record: those that hold something.
        colonnes, modele: table to complete, the first column of each row.
    """

    titre: str
    fichier: str
    intro: str = ""
    sections: Mapping[str, str] = MappingProxyType({})
    colonnes: tuple[str, ...] = ()
    modele: Callable[[], tuple[str, ...]] = tuple


def _parties(diagnostic: str, propositions: str, modele: str) -> Mapping[str, str]:
    tete = {"vues": diagnostic, "remarques": "Ce qui en a été dit", "questions": "Ce qui a été demandé"}
    return tete | {"decisions": propositions, "modele": modele, "taches": "Suites"}


PAPIERS: Final[Mapping[str, Papier]] = {
    RELEVE: Papier("Relevé de séance", "releve-de-seance"),
    "orientation": Papier(
        "Document d’orientation",
        "document-d-orientation",
        "Ce à quoi aboutissent les travaux d’un conseil d’orientation, selon la convention du 27 août 2013 : un "
        "diagnostic partagé de la relation emploi-formation et des propositions. La Région peut s’en saisir pour "
        "adapter la réalisation du marché.",
        _parties("Diagnostic partagé", "Propositions", "Les cinq visées du conseil"),
        ("Visée", "Proposition", "Qui", "Pour quand"),
        lambda: tuple(p.dit for p in dispositifs.lire().fiches["conseils"].ecrit if p.quoi.startswith("Visée")),
    ),
    "besoins": Papier(
        "Besoins de formation",
        "besoins-de-formation",
        "Ce que définit un comité de concertation économie, emploi, formation, selon la convention du 27 août 2013 : "
        "les besoins de formation des publics de « Je m’oriente, je me prépare ».",
        _parties("Publics, métiers, offre : ce qui a été montré", "Besoins retenus", "Les besoins, public par public"),
        ("Sujet", "Besoin", "Formation demandée", "Qui"),
        lambda: (
            "Publics : moins de 25 ans",
            "Publics : sans qualification",
            "Publics : bénéficiaires du RSA",
            "Publics : jeunes en contrat d’engagement (CEJ)",
            "Métiers accessibles",
            "Offre de formation : manques et délais",
        ),
    ),
}


AUTEUR: Final = "Observatoire emploi-formation"
STATUT: Final = Statut().texte
IMAGE_MAX: Final = 200_000  # bytes
LARGEURS: Final = (1400, 1000, 700)  # px, the first that is light enough


class Vue(NamedTuple):
    """A view of the record: how notes name it, what the room read, its row in the list, its pieces (see `Document`)."""

    nom: str
    titre: str
    rang: tuple[str, ...]
    morceaux: tuple[str | Diapo, ...]


@dataclass(frozen=True)
class Document:
    """A record, typeset: what its head and its foot say; under its title, HTML, and figures where they stand."""

    seance: str
    quand: str
    badges: tuple[str, ...]
    morceaux: tuple[str | Diapo, ...]
    pied: str
    jour: date
    titre: str
    suite: str
    lire: Lire

    @property
    def complet(self) -> str:
        return f"{self.titre}, {self.seance}"


def preparer(
    s: Seance,
    jouer: Callable[[str], Sequence[Diapo]],
    jour: date,
    base: str = "",
    lire: Lire = lambda _: None,
    papier: Papier = PAPIERS[RELEVE],
) -> Document:
    """The document of a meeting; `jour`: today, where its date was not typed; `lire`: see `image.en_svg`.

    Args:
        jouer: figures of an address, as `rejeu.jouer`. base: address of the observatory, before those of the views.
    """
    retrouvees = enumerate(retrouver(s.vues, jouer), 1)
    vues = [_vue(m.rang or str(i), m, d, raison, base) for i, (m, d, raison) in retrouvees]
    vides = ("à compléter",) * (len(papier.colonnes) - 1)
    notes = {genre: [_noter(n, vues) for n in s.de(genre)] for genre in ("decision", "remarque", "question")}
    quoi = "Quoi", "Qui", "Pour quand"
    depuis = date_libelle(s.depuis) if s.depuis else "la dernière séance"
    suivies = [(x.texte, x.qui, x.quand, x.etat or "non dit") for x in s.suites]

    def lister(genre: str, mots: str, balise: str = "ul") -> tuple[str, str]:
        """Title and list of the notes of a kind."""
        n = len(notes[genre])
        return f"{capitale(en_lettres(n))} {accorder(mots, n)}", _liste(balise, notes[genre])

    # What may fill a part, with its title in a record: decisions and tasks first.
    contenus = {
        "decisions": lister("decision", "décisions", "ol"),
        "taches": ("À faire", _table(quoi, [(n.texte, n.qui, n.quand) for n in s.de("a_faire")])),
        "suites": (f"Depuis le {depuis}", _table((*quoi, "Où on en est"), suivies)),
        "remarques": lister("remarque", "remarques"),
        "questions": lister("question", "questions de la salle"),
        "vues": ("Ce qui a été montré", _table(("Rang", "Vue", "Source", "Temps passé"), [v.rang for v in vues])),
        "modele": ("", _table(papier.colonnes, [(sujet, *vides) for sujet in papier.modele()])),
    }
    jour_dit = date_libelle(s.debut.date()) if s.debut else ""
    heures = " à ".join(f"{d.hour}{INSEC}h{INSEC}{d.minute:02d}" for d in (s.debut, s.fin) if d)
    titre, quand = (typographier(x) for x in (s.titre, ", ".join(filter(None, (jour_dit, heures, s.lieu)))))
    sections = papier.sections or {x: dit for x, (dit, contenu) in contenus.items() if contenu}
    morceaux = (
        _dire(". ".join(t.rstrip(".") for t in (titre, quand) if t) + ".", "petit"),
        f"<p><strong>Présents, par fonction{INSEC}:</strong> {_br(s.presents)}</p>" if s.presents else "",
        _dire(papier.intro),
        *(f"<h2>{echapper(dit)}</h2>{contenus[x][1] or _dire(VIDES[x], 'petit')}" for x, dit in sections.items()),
        *(x for v in vues for x in v.morceaux),
    )
    diapos = [x for x in morceaux if isinstance(x, Diapo)]
    # Invented figures are said at the head of the document, once for all.
    demo = any("démonstration" in b.lower() for d in diapos for b in image.badges(d))
    instantanes = ", ".join(dict.fromkeys(d.instantane for d in diapos if d.instantane))
    pied = "Chaque chiffre se retrouve par l’adresse jointe à sa vue. Fonds IGN et Insee. Licence Ouverte 2.0."
    pied = typographier(". ".join(filter(None, (instantanes, pied))))
    badges = ((DEMONSTRATION[0],) if demo else ()) + (STATUT,)
    jour = s.debut.date() if s.debut else jour
    return Document(titre, quand, badges, tuple(filter(None, morceaux)), pied, jour, papier.titre, s.suite, lire)


def _vue(rang: str, m: Montree, d: Diapo | None, raison: str, base: str) -> Vue:
    """A view: its figure as it is today, else why its screen no longer gives it; what changed since the meeting."""
    titre, question, source = m.lu or m.adresse, " (question de la salle)" if m.question else "", ""
    adresse = f"{base}{(d and d.ecran) or f'{m.adresse}#{m.cle}'}"
    # « 4 min, 5 prévues »
    temps = f"{round(m.secondes / 60)}{INSEC}min" if m.secondes >= 30 else "moins d’une minute"
    temps += f", {m.minutes} prévue{'s' if m.minutes > 1 else ''}" if m.minutes else ""
    badges, sous_titre, notes = (), "", {}
    avis = f"Cette vue ne peut plus être montrée : {raison[:1].lower()}{raison[1:].rstrip('.')}."
    if d:
        v, badges, sous_titre, present = d.vue, tuple(image.badges(d)), d.vue.sous_titre, typographier(d.vue.titre)
        titre = m.lu or present
        change = m.dit and typographier(m.dit) != present
        avis = f"Chiffre changé depuis la séance. Titre d’aujourd’hui : {present}." if change else ""
        source = v.source.rstrip(".")
        notes = {"Lecture": v.lecture, "Champ": v.champ, "Source": v.source, "Statut": " ; ".join(badges)}
        notes["Données"] = d.instantane
    titre, lien = typographier(titre), escape(adresse)
    dites = {nom: echapper(f"{capitale(dit).rstrip('.')}.") for nom, dit in notes.items() if dit}
    dites["Adresse"] = f'<a href="{lien}">{lien}</a>' if adresse.startswith("http") else lien
    notees = " ".join(f"<span><strong>{nom}.</strong> {dit}</span>" for nom, dit in dites.items())
    tete = f"<h2>Vue {rang}{question}{INSEC}: {escape(titre)}</h2>"
    tete += f"{_dire(sous_titre, 'petit')}{_badges(badges)}{_dire(avis, 'fort')}"
    return Vue(
        f"la vue {rang}{', réponse à une question de la salle' if m.question else ''}",
        titre,
        (rang, titre, source, temps),
        (tete, *([d] if d else []), f'<p class="notes">{notees}</p>'),
    )


def _noter(n: Note, vues: Sequence[Vue]) -> str:
    """What was typed, with where: a decision, a question and what was shown, a remark."""
    v = None if n.vue is None else vues[n.vue]
    if n.genre == "decision":
        ou = f'<br><span class="petit">Prise devant {v.nom}{INSEC}: {escape(v.titre)}.</span>' if v else ""
        return f"<strong>{_br(n.texte)}</strong>{ou}"
    if n.genre == "remarque":
        return _br(f"{capitale(v.nom.removeprefix('la '))}. {n.texte}" if v else n.texte)
    ou = f"{n.heure.replace(':', f'{INSEC}h{INSEC}')}, " if n.heure else ""
    ou += f"devant {v.nom} : " if v else ""
    reponse = None if n.reponse is None else vues[n.reponse]
    montree = f"Montré : vue {reponse.rang[0]}, {reponse.titre}" if reponse else "Sans réponse"
    return _br(capitale(f"{ou}« {n.texte} ». {montree}."))


def legere(d: Diapo, lire: Lire) -> bytes:
    """The picture of a view, as light as a document that is sent wants it: fewer colours, then fewer points."""
    for large in LARGEURS:
        dessin = Image.open(io.BytesIO(image.en_png(d, lire, nue=True, large=large))).convert("RGB")
        sortie = io.BytesIO()
        dessin.quantize(96, Image.Quantize.FASTOCTREE).save(sortie, "PNG")
        if sortie.tell() <= IMAGE_MAX:
            break
    return sortie.getvalue()


def _liste(genre: str, items: Sequence[str]) -> str:
    return f"<{genre}>{''.join(f'<li>{x}</li>' for x in items)}</{genre}>" if items else ""


def _table(tetes: Sequence[str], rangs: Sequence[Sequence[str]]) -> str:
    tete = "".join(f'<th scope="col">{escape(t)}</th>' for t in tetes)
    corps = "".join(f"<tr>{''.join(f'<td>{_br(c)}</td>' for c in ligne)}</tr>" for ligne in rangs)
    return corps and f"<table><thead><tr>{tete}</tr></thead><tbody>{corps}</tbody></table>"


def _dire(texte: str, ton: str = "") -> str:
    return texte and f'<p class="{ton}">{echapper(texte)}</p>'


def _badges(mots: Sequence[str]) -> str:
    tons = ("demo" if "démonstration" in x.lower() else "gris" for x in mots)
    dits = (f'<span class="obs-badge obs-badge--{ton}">{escape(x)}</span>' for ton, x in zip(tons, mots, strict=True))
    return f'<p class="petit">{" ".join(dits)}</p>' if mots else ""


def _br(texte: str) -> str:
    return echapper(texte).replace("\n", "<br>")


def marque() -> str:
    """The region, as a mark at the head of a document."""
    p = plan.Plan.entier("clair", 64)
    p.tracer(p.fond["region"], fond="encre")
    return p.svg()


# PDF


def en_pdf(d: Document) -> bytes:
    """The record as a tagged PDF. Raises as `pdf.composer`."""
    fichiers: dict[str, bytes] = {"marque.svg": marque().encode()}
    mots = Composition(d.lire, titres=True)

    def corps(rang: int, x: str | Diapo) -> str:
        if isinstance(x, str):
            return mots.html(x)
        c = image.composition(x, d.lire, prefixe=f"v{rang}-")
        markup = image.corps(x, c)
        fichiers.update(c.fichiers)
        return markup

    parties = [
        pdf.preambule(d.complet, d.jour, auteur=AUTEUR, description=f"{d.seance}. {d.quand}."),
        f"#show: releve.with([{pdf.echapper(d.pied)}])",
        "#grid(columns: (auto, 1fr, auto), column-gutter: 7pt, align: horizon, "
        'pdf.artifact(image("marque.svg", height: 22pt)), '
        f'[#text(font: "Obs Titres", weight: 700)[{pdf.echapper(AUTEUR)}] \\ #petit[{pdf.echapper(NOM_REGION)}]], '
        f"[{mots.html(_badges(d.badges))}])\n#v(2pt)\n#regle",
        f"= {pdf.echapper(d.titre)}",
        *(corps(*x) for x in enumerate(d.morceaux)),
    ]
    return pdf.composer("\n\n".join(parties), fichiers)


# HTML

_STYLE: Final = """body{{font:16px/1.5 system-ui,sans-serif;color:{encre};max-width:60rem;margin:2rem auto;
padding:0 1rem}}
h1{{margin:.6em 0 .1em}}h2{{border-top:2px solid {encre};padding-top:.4em;margin:1.6em 0 .4em;font-size:1.2em}}
header{{display:flex;gap:.8rem;align-items:center;border-bottom:3px dashed {encre};padding-bottom:.6rem}}
header p{{margin:0}}.nom{{flex:1}}.petit,.notes{{color:{encre2};font-size:.88em}}
.notes span{{display:block}}.fort{{font-weight:700}}
.obs-badge{{border:1px solid {contour};border-radius:3px;padding:.1em .5em;font-size:.85em}}
.obs-badge--demo{{border:1px dashed {balise};color:{balise};background:{fond}}}
table{{border-collapse:collapse;width:100%}}th,td{{text-align:left;vertical-align:top;padding:.3em .5em;
border-bottom:1px solid {filet}}}.d{{text-align:right}}caption{{text-align:left;font-weight:600}}
img{{max-width:100%;height:auto}}li{{margin:.5em 0}}footer{{border-top:1px solid {filet};margin-top:2em}}
@media print{{img,table,li{{break-inside:avoid}}h2{{break-after:avoid}}}}"""


def en_html(d: Document) -> bytes:
    """The record as one HTML file that asks nothing of any address."""
    t = theme.tokens("clair")
    style = _STYLE.format(**{n: t[n] for n in ("encre", "encre2", "contour", "filet", "balise")}, fond=t["balise-t"])
    corps = "".join(x if isinstance(x, str) else _figure(x, d.lire) for x in d.morceaux)
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta name="observatoire-seance" content="{escape(d.suite)}">'
        f"<title>{escape(d.complet)}</title><style>{style}</style></head><body>"
        f"<header>{_img(marque().encode(), '', 'width:3rem')}<p class=nom><strong>{escape(AUTEUR)}</strong><br>"
        f'<span class="petit">{escape(NOM_REGION)}</span></p>{_badges(d.badges)}</header>'
        f"<main><h1>{escape(d.titre)}</h1>{corps}</main>"
        f'<footer class="petit"><p>{escape(d.pied)}</p></footer></body></html>'
    ).encode()


def _figure(d: Diapo, lire: Lire) -> str:
    """A figure, whose text is text where that is light enough."""
    if image.est_table(d):
        return tables.en_html(d.table, typographier(d.vue.sous_titre))
    dessin = image.en_svg(d, lire, nue=True)
    if len(dessin) <= IMAGE_MAX * 3 // 4:  # what is written in letters takes a third more
        return f"<p>{_img(dessin, image.dire(d))}</p>"
    return f"<p>{_img(legere(d, lire), image.dire(d), genre='png')}</p>"


def _img(contenu: bytes, alt: str, style: str = "", genre: str = "svg+xml") -> str:
    donnees = base64.b64encode(contenu).decode()
    ici = f' style="{style}"' if style else ""
    return f'<img alt="{escape(alt)}"{ici} src="data:image/{genre};base64,{donnees}">'
