"""Publication: the steps of the values of the annex, where each dataset stands, and who speaks here."""

from data_loaders.contracts import CONTRATS
from data_loaders.convention import receptions
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from pages.components import annexe, feuille as st, figure_block
from pages.figures.convention import exports as convention_exports, registres
from pages.figures.vues import Vue, badges_statut


def montrer(donnees: Donnees, _place: st.Boite) -> None:
    """The whole view."""
    cadre = annexe.lire_cadre(donnees)
    instantane = receptions.instantane(donnees)
    courants = {jeu: sorted(e["instantane"] for e in m.values()) for jeu, m in donnees.officiel.courant().items()}
    statuts = {jeu: approbations.statut(jeu, noms, donnees.racine) for jeu, noms in courants.items()}
    statut = statuts.get(receptions.DATASET, approbations.Statut())
    v = Vue(
        registres.titre_publication(statut, instantane),
        "Un travail en commun se publie avec l’accord de chacun des deux signataires",
        badges=badges_statut(statut),
    )
    figure_block.titrer_page(v)
    with figure_block.partie("convention-etapes", "Valeurs de l’annexe", statut.texte):
        faites = approbations.de(receptions.DATASET, [instantane]) if statut.parties else []
        st.html(registres.etapes_html(instantane, faites))
        st.html(registres.comment_html("approuver"))
    with figure_block.partie(
        "convention-statuts", "Tous les jeux de données officiels", "La mention suit chaque figure et chaque export"
    ):
        lignes = registres.statuts(
            (CONTRATS[jeu].titre, courants[jeu], statuts[jeu]) for jeu in JEUX if jeu in courants
        )
        if lignes:
            figure_block.tabuler((registres.STATUTS, lignes), "Statut des jeux de données")
        else:
            st.html("<p>Aucun jeu de données officiel n’est chargé.</p>")
    with figure_block.partie(
        "convention-auteur", "Auteur et logos", registres.logos_dits(approbations.logos(donnees.racine), statut)
    ):
        st.html(registres.auteur_html(convention_exports.auteur(cadre)))
