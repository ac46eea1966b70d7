"""Ways out of the observatory: offers and descriptions of the ROME métiers of a group, opened by the reader alone."""

from collections.abc import Sequence

from data_loaders.francais import FINE, INSEC, echapper as escape, en_phrase, nombre
from data_loaders.metiers import liens as liens_metiers
from data_loaders.metiers.liens import Rome

ROMES_MAX = 4
TITRE = "Offres et fiches de France Travail, métier ROME par métier ROME"
SANS_ROME = "La table de passage entre les métiers de l’enquête et les métiers ROME n’est pas chargée."


def html(romes: Sequence[Rome], code_departement: str | None, ou: str) -> str:
    """Two links a ROME métier, the heaviest first; they leave the site and say so.

    Args:
        ou: where the offers are looked for, « en Loire-Atlantique », or "".
    """
    if not romes:
        return f'<p class="obs-raison">{escape(SANS_ROME)}</p>'
    items = "".join(_item(r, code_departement, ou) for r in romes[:ROMES_MAX])
    tete = f'<p class="obs-note">Offres {escape(ou)}, fiches métier nationales.</p>' if ou else ""
    reste = len(romes) - ROMES_MAX
    suite = f" {nombre(reste)} autres métiers ROME pèsent moins." if reste > 1 else ""
    note = (
        f"Ces liens quittent l’observatoire pour le site de France Travail{FINE}; rien n’y est envoyé tant qu’ils ne "
        f"sont pas ouverts.{suite}"
    )
    return f'<div class="obs-ecran">{tete}<ul class="obs-sorties">{items}</ul><p class="obs-note">{note}</p></div>'


def portes_html(
    former: str, romes: Sequence[Rome], code_departement: str | None, ou: str, voisins: Sequence[tuple[str, str, str]]
) -> str:
    """Three doors: to train, to apply, to a near métier.

    Args:
        former: address of the training; voisins: (address, name, what its sky says) of the nearest métiers.
    """
    lignes = [("Se former", "les diplômes, l’emploi après, où se former", _interne(former, "Formation"))]
    if romes:
        nom = en_phrase(romes[0].libelle or romes[0].code)
        offres = _lien(liens_metiers.offres(romes[0].code, code_departement), "France Travail ↗", f"{nom} {ou}".strip())
        lignes.append(("Postuler", escape(f"offres{INSEC}: {nom} {ou}".strip()), offres))
    if voisins:
        dits = "<br>".join(f"{_interne(vers, nom)}, {escape(dit)}" for vers, nom, dit in voisins)
        lignes.append(("Métiers voisins", dits, ""))
    items = "".join(f"<li><p><b>{quoi}</b><span>{dit}</span></p>{lien}</li>" for quoi, dit, lien in lignes)
    return f'<ul class="obs-trois obs-ecran">{items}</ul>'


def _interne(adresse: str, texte: str) -> str:
    return f'<a href="{escape(adresse)}" target="_self">{escape(texte)}</a>'


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
