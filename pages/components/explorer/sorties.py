"""What leaves the screen « Explorer »: the whole table as rows, with statuses, in three formats, and its address."""

from datetime import date
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data_loaders.exports.ecriture import AU_PLUS, classeur
from data_loaders.francais import echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.components import cache, exports
from pages.figures import tables
from pages.figures.api import chiffres
from pages.figures.explorer.croise import Demande
from pages.figures.vues import Vue


def rangees(d: Donnees, q: Demande) -> pd.DataFrame:
    """Rows of every cell of the table, in the columns of the API."""
    zones = [p.code for p in q.postes["zone"]]
    parties = []
    for code, metiers, periodes in _demandes(d, q):
        lire = cache.lecteur(d, len(metiers), tuple(periodes))
        parties.append(chiffres.demander(d, lire, code, q.zonage, zones, metiers, periodes))
    return pd.concat(parties, ignore_index=True) if parties else pd.DataFrame(columns=list(chiffres.COLONNES))


def _demandes(d: Donnees, q: Demande) -> list[tuple[str, list[str], list[str]]]:
    """Each indicator of the table, the métiers and the periods that it has there; one without any is left out."""
    metiers, periodes = ([p.code for p in q.postes[dim] if p.code] for dim in ("metier", "periode"))
    trouvees = []
    for poste in q.postes["indicateur"]:
        t = cache.lire_tableau(d, poste.code, q.zonage)
        lues = [p for p in periodes if p in t.periodes] if periodes else list(t.periodes[-1:])
        if lues:
            trouvees.append((poste.code, metiers if t.indicateur.metiers else [], lues))
    return trouvees


def csv(d: Donnees, q: Demande) -> bytes:
    """The same rows for French Excel."""
    return tables.csv_francais(rangees(d, q), dict.fromkeys(("valeur", "borne_basse", "borne_haute"), AU_PLUS))


def boutons(d: Donnees, q: Demande, v: Vue, demonstration: bool) -> None:
    """Workbook with its notes, Parquet, the copy of what is shown, and the address for a script."""
    fiche = [
        ("Titre", v.titre),
        ("Mention", tables.mention(demonstration)),
        ("Champ", v.champ),
        ("Source", v.source),
        ("État des données", d.etat),
        ("Exporté le", date.today().isoformat()),
    ]
    sens = {nom: dit for nom, (_, dit) in chiffres.COLONNES.items()}
    with st.container(horizontal=True, key="exports-explorer"):
        st.html('<button class="obs-copier" type="button" aria-live="polite">Copier le tableau</button>')
        exports.bouton(
            "Classeur (XLSX)", lambda: classeur(fiche, {"chiffres": rangees(d, q)}, sens), "explorer.xlsx", exports.XLSX
        )
        exports.bouton("Parquet", lambda: chiffres.parquet(rangees(d, q)), "explorer.parquet", exports.PARQUET)
    vers = scripts(d, q)
    adresses = "".join(
        f'<li><a href="api/v1/{a}" target="_blank"><code>/api/v1/{escape(a)}</code></a></li>' for a in vers
    )
    chacun = "" if len(vers) == 1 else ", un indicateur à la fois"
    st.html(f"<p>Pour un script, les mêmes lignes{chacun}\u00a0:</p><ul>{adresses}</ul>")


def scripts(d: Donnees, q: Demande) -> list[str]:
    """Address of the API of each indicator of the table: the rows of `rangees`."""
    zones = [p.code for p in q.postes["zone"]]
    ou = {"zonage": q.zonage} | ({"zone": zones} if len(zones) < len(zonages.noms(q.zonage)) else {})
    return [
        f"chiffres.csv?{urlencode({'indicateur': code, **ou, 'periode': periodes, 'metier': metiers}, doseq=True)}"
        for code, metiers, periodes in _demandes(d, q)
    ]
