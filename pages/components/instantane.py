"""Which state of the data a page reads: its name, under it."""

from data_loaders import francais
from data_loaders.francais import INSEC
from data_loaders.jeux import JEUX
from data_loaders.parametres import editeur
from pages.components import cache, feuille as st
from pages.components.seance import carnet
from pages.figures import ecrans
from pages.figures.donnees import sources


def pied() -> None:
    """Name of the state read, how much of it is official, where it stands with the signatories. Call below the page.

    In a meeting room the name alone, and « Démonstration » when nothing read is official: where only some of it is
    invented, the badge of each figure says which.
    """
    d = cache.ouvertes()
    officiels = sum(bool(d.officiel.millesimes(dataset)) for dataset in JEUX)
    inventes = sum(d.est_demonstration(dataset) for dataset in JEUX)
    if notes := carnet.ouvert():
        notes.instantane = f"{'Version' if officiels else 'Démonstration'} {d.etat}"
        return
    jeux = [
        f"{francais.nombre(n)}{INSEC}{mot if n < 2 else mots}"
        for n, mot, mots in (
            (officiels, "jeu de données officiel", "jeux de données officiels"),
            (inventes, "jeu de démonstration", "jeux de démonstration"),
        )
        if n
    ]
    if commun := sources.statut_commun(d):
        jeux.append(f"travail commun des signataires{INSEC}: {commun.texte}")
    if d.reservees("convention"):
        jeux.append("Accès Pro : les mesures de la convention comprennent des valeurs réservées aux signataires")
    with st.container(key="pied-page"):
        etat = editeur.lire().accessibilite
        version = " · ".join([f"Version des données{INSEC}: <code>{d.etat}</code>", *jeux])
        # `main` holds all that Streamlit draws, where a foot is no landmark: its links are one.
        liens = f'<nav aria-label="Pied de page"><p>{ecrans.pied_html(etat)}</p></nav>'
        st.html(f"<footer><p>{version}</p>{liens}</footer>")
