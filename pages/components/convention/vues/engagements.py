"""Engagements of the convention by theme, then the bodies where the partners meet and their calendar."""

from data_loaders.magasin.donnees import Donnees
from pages.components import annexe, feuille as st, figure_block, identite
from pages.components.convention import choices as choices_convention
from pages.components.provenance import Piste
from pages.figures.convention import engagements, registres, vue
from pages.figures.provenance import documents
from pages.figures.vues import Vue


def montrer(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choice goes in `place`."""
    with place.columns([1.5, 4.1], vertical_alignment="bottom")[0]:
        jour = choices_convention.jour("Calendrier au")
    cadre = annexe.lire_cadre(donnees)
    identite.titre(engagements.titre(cadre.engagements), f"{engagements.bilan(cadre.engagements)}.")
    with figure_block.partie("convention-themes", "Thème par thème", "Engagements de la convention, titres I à V"):
        figure_block.tabuler(engagements.themes(cadre), "Engagements de chaque thème, par état")
    v = Vue("Engagement par engagement", engagements.lacunes(cadre), champ=engagements.CHAMP, source=engagements.SOURCE)
    suivis = Piste(lambda: documents.engagements(engagements.titre(cadre.engagements), cadre, donnees.racine))
    with figure_block.bloc("engagements", v, cadre="bloc-convention-engagements", provenance=suivis):
        st.html(engagements.engagements_html(cadre, "Engagements de la convention"))
    dite = ". ".join(filter(None, [vue.comite(cadre, jour), engagements.sans_reunion(cadre.instances)]))
    with figure_block.partie("convention-instances", "Instances et réunions", dite):
        if calendrier := engagements.calendrier_html(cadre.instances, jour):
            st.html(calendrier)
        figure_block.tabuler(engagements.instances(cadre.instances), "Instances prévues par la convention")
        st.html(registres.comment_html("regler"))
