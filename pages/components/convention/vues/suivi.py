"""Follow-up of the annex on a day: counts, measures at a glance, points of the next comité, then the whole table."""

from dataclasses import replace

from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import receptions
from data_loaders.convention.suivi import Suivi
from data_loaders.francais import INSEC, periode_libelle
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention
from data_loaders.versions import approbations
from geo.zonages import REGION
from pages.components import annexe, cache, choices, exports, feuille as st, figure_block, identite
from pages.components.convention import choices as choices_convention
from pages.components.figure_block import Fichier
from pages.components.provenance import parmi
from pages.figures import adresses
from pages.figures.convention import cockpit, exports as convention_exports, registres, vue
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance


def montrer(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choices go in `place`."""
    colonnes = place.columns([2.1, 2.2, 1.6], vertical_alignment="bottom")
    with colonnes[0]:
        jour = choices_convention.jour()
    with colonnes[1]:
        dispositif = choices_convention.dispositif()
    with colonnes[2]:
        partie = choices.un_parmi("Partie", PARTIES, "signataire", "Les deux")
    cadre = annexe.lire_cadre(donnees)
    instantane = receptions.instantane(donnees)
    statut = approbations.statut(receptions.DATASET, [instantane] if instantane else [], donnees.racine)
    suivis = annexe.suivis(donnees, cadre, jour, dispositif, partie)
    v = vue.preparer(suivis, cadre, jour, statut, instantane)
    figure_block.titrer_page(v)
    logos = approbations.logos(donnees.racine) if statut.valide else {}
    if logos:
        st.html(registres.logos_html(logos))
    if not suivis:
        identite.etat_vide("Aucune mesure ne répond à ce choix.", "Changer de dispositif ou de partie.")
        return

    with figure_block.partie("convention-comptes"):
        st.html(cockpit.comptes_html(v.comptes))
        if frise := cockpit.frise_html(cadre, jour):
            st.html(frise)
    gauche, droite = st.columns([13, 10])
    with (
        gauche,
        figure_block.partie(
            "convention-grille",
            "Mesure par mesure",
            f"Une forme par mesure{INSEC}: sa partie et son dispositif",
            height="stretch",
        ),
    ):
        st.html(cockpit.grille_html(suivis))
    with droite, figure_block.partie("convention-points", "Points à traiter", v.comite, height="stretch"):
        st.html(cockpit.points_html(v.points))
        with st.container(horizontal=True, key="champs-relance"):
            for code, nom in PARTIES.items():
                if lignes := convention.manquantes(suivis, code):
                    exports.bouton(
                        f"Ce qui manque à remplir{INSEC}: {nom} ({len(lignes)})",
                        lambda lignes=lignes: convention.octets_remplis(lignes, (), cadre),
                        f"convention_{code}_manquant_{jour.isoformat()}.xlsx",
                        exports.XLSX,
                    )

    provenance = parmi(
        {"Mesures par état": lambda: _mesures(donnees, v.titre, suivis)}
        | {
            f"{s.mesure.court} ({s.mesure.unite}), {periode_libelle(p.periode)}": cache.suivre(
                donnees, f"{s.mesure.code}.{p.partie}", "region", REGION, p.periode
            )
            for s in suivis
            for p in reversed(s.points)
        }
    )
    sous_titre = f"Une ligne par mesure, une forme par période attendue. {v.lacunes}".strip()
    dite = replace(v, titre="Suivi des mesures", sous_titre=sous_titre, badges=())
    with figure_block.partie("convention-suivi"):
        with figure_block.bloc("convention", dite, cadre="", provenance=provenance):
            st.html(cockpit.suivi_html(suivis, f"Suivi des mesures de l’annexe. {v.sous_titre}"))
            if dits := adresses.accords_html(annexe.accords(donnees, suivis)):
                st.html(dits)
        with st.container(horizontal=True, key="exports-convention"):
            nom = f"convention_suivi_{jour.isoformat()}"
            csv = Fichier(f"{nom}.csv", lambda: convention_exports.csv(suivis, jour, statut))
            figure_block.telecharger("convention", csv)
            exports.bouton(
                "Tableau de suivi (XLSX)",
                lambda: convention_exports.xlsx(suivis, v, cadre, jour, statut, instantane),
                f"{nom}.xlsx",
                exports.XLSX,
            )
            exports.bouton(
                "Relevé pour le comité (PDF)",
                lambda: convention_exports.document(suivis, v, cadre, jour, statut, logos),
                f"{nom}.pdf",
                "application/pdf",
            )


def _mesures(donnees: Donnees, titre: str, suivis: list[Suivi]) -> Provenance:
    lus = donnees.millesimes(receptions.DATASET)
    return documents.mesures(
        titre, suivis, donnees.racine, [donnees.instantane(receptions.DATASET, m) for m in lus[-1:]]
    )
