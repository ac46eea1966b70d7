"""Ways out of the observatory: offers and descriptions of the ROME métiers of a group, opened by the reader alone."""

from collections.abc import Sequence

from data_loaders.francais import FINE, INSEC, echapper as escape, nombre
from data_loaders.metiers import liens as liens_metiers
from data_loaders.metiers.liens import Rome

ROMES_MAX = 4
TITRE = "<h2>Aller plus loin</h2>"
SANS_ROME = "La table de passage entre les métiers de l’enquête et les métiers ROME n’est pas chargée."


def html(romes: Sequence[Rome], code_departement: str | None, ou: str) -> str:
    """Two links a ROME métier, the heaviest first; they leave the site and say so.

    Args:
        ou: where the offers are looked for, « en Loire-Atlantique », or "".
    """
    if not romes:
        return f'{TITRE}<p class="obs-raison">{escape(SANS_ROME)}</p>'
    items = "".join(_item(r, code_departement, ou) for r in romes[:ROMES_MAX])
    tete = f'<p class="obs-note">Offres {escape(ou)}, fiches métier nationales.</p>' if ou else ""
    reste = len(romes) - ROMES_MAX
    suite = f" {nombre(reste)} autres métiers ROME pèsent moins." if reste > 1 else ""
    note = (
        f"Ces liens quittent l’observatoire pour le site de France Travail{FINE}; rien n’y est envoyé tant qu’ils ne "
        f"sont pas ouverts.{suite}"
    )
    return (
        f'<div class="obs-ecran">{TITRE}{tete}<ul class="obs-sorties">{items}</ul><p class="obs-note">{note}</p></div>'
    )


def _item(r: Rome, code_departement: str | None, ou: str) -> str:
    nom = r.libelle or r.code
    offres = _lien(liens_metiers.offres(r.code, code_departement), "Voir les offres", f"{nom} {ou}".strip())
    fiche = _lien(liens_metiers.fiche(r.code), "Lire la fiche métier", nom)
    return f"<li><b>{escape(nom)}</b> ({escape(r.code)})<span>{offres} · {fiche}</span></li>"


def _lien(adresse: str, texte: str, nom: str) -> str:
    """The name of the métier and the new tab are said to who does not see the line."""
    dit = f"{texte}{INSEC}: {nom}, nouvel onglet"
    return (
        f'<a href="{escape(adresse)}" target="_blank" rel="noopener noreferrer" aria-label="{escape(dit)}">'
        f"{escape(texte)}</a>"
    )
