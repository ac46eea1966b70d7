"""What a correspondent needs: the workbook to fill, what was received from whom, what was refused, the catalogue."""

from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.convention import receptions
from data_loaders.francais import FINE, INSEC
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention
from pages.components import annexe, choices, exports, feuille as st, figure_block, identite
from pages.figures.convention import registres


def montrer(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choice goes in `place`."""
    cadre = annexe.lire_cadre(donnees)
    with place:
        annees = convention.annees(cadre.fin)
        annee = choices.un_seul("Année du modèle", {a: a for a in annees}, "exercice")
    recues = annexe.recues(donnees)
    refuses = receptions.refuses(donnees.racine)
    identite.titre(
        registres.titre_saisie(recues), "Valeurs des 24 mesures, par les correspondants des deux signataires"
    )
    with figure_block.partie(
        "saisie", "Classeur à remplir", f"Un par partie et par année{FINE}; seules les valeurs restent à saisir"
    ):
        with st.container(horizontal=True, vertical_alignment="bottom", key="champs-saisie"):
            for code, nom in PARTIES.items():
                exports.bouton(
                    f"Modèle à remplir{INSEC}: {nom}",
                    lambda code=code: convention.octets(code, annee, cadre),
                    f"convention_{code}_{annee}.xlsx",
                    exports.XLSX,
                )
        st.html(registres.comment_html("transmettre"))
    with figure_block.partie(
        "envois", "Qui a transmis quoi, et quand", f"Classeurs reçus, le dernier en tête{FINE}; rien n’est effacé"
    ):
        if envois := registres.envois(recues):
            figure_block.tabuler((registres.ENVOIS, envois), "Classeurs reçus", empile=True)
        else:
            st.html("<p>Aucun classeur n’a été reçu.</p>")
        with st.expander("Tout ce qui a été reçu pour une mesure"):
            code = choices.un_seul("Mesure", {c: m.designation for c, m in mesures().items()}, "recue")
            if lignes := registres.receptions(annexe.historique(donnees, code)):
                figure_block.tabuler(
                    (registres.RECEPTIONS, lignes), "Valeurs reçues, remplacées comprises", empile=True
                )
            else:
                st.html("<p>Aucune valeur n’a été transmise pour cette mesure.</p>")
        with st.expander(f"Classeurs refusés, gardés tels quels ({len(refuses)})"):
            if refuses:
                figure_block.tabuler((registres.REFUS, registres.refus(refuses)), "Classeurs refusés", empile=True)
            else:
                st.html("<p>Aucun classeur de la convention n’a été refusé.</p>")
    with figure_block.partie(
        "catalogue",
        "Catalogue des 24 mesures",
        f"9 dispositifs, 19 indicateurs{INSEC}: ce que l’annexe écrit, ce qui est proposé",
    ):
        with st.expander(f"Définition, unité, rythme et article{FINE}; partie, échéance et cible proposées"):
            figure_block.tabuler(
                (registres.PROPOSITIONS, registres.propositions(cadre)), "Mesures de l’annexe", empile=True
            )
        st.html(registres.comment_html("regler"))
