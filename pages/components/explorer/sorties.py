"""What leaves the screen « Explorer »: the whole table as rows, with statuses, in three formats, and its address."""

from datetime import date
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data_loaders.exports.ecriture import classeur
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
    codes = {dim: [p.code for p in postes if p.code] for dim, postes in q.postes.items()}
    parties = []
    for code in codes["indicateur"]:
        t = cache.lire_tableau(d, code, q.zonage)
        periodes = [p for p in codes["periode"] if p in t.periodes] or (t.periodes[-1:] if not codes["periode"] else [])
        if not periodes:
            continue
        metiers = codes["metier"] if t.indicateur.metiers else []
        lire = cache.lecteur(d, len(metiers), tuple(periodes))
        parties.append(chiffres.demander(d, lire, code, q.zonage, codes["zone"], metiers, periodes))
    return pd.concat(parties, ignore_index=True) if parties else pd.DataFrame(columns=list(chiffres.COLONNES))


def csv(d: Donnees, q: Demande) -> bytes:
    """The same rows for French Excel."""
    return tables.csv_francais(rangees(d, q), dict.fromkeys(("valeur", "borne_basse", "borne_haute")))


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
    adresses = "".join(
        f'<li><a href="api/v1/{a}" target="_blank"><code>/api/v1/{escape(a)}</code></a></li>' for a in scripts(q)
    )
    chacun = "" if len(scripts(q)) == 1 else ", un indicateur à la fois"
    st.html(f"<p>Pour un script, les mêmes lignes{chacun}\u00a0:</p><ul>{adresses}</ul>")


def scripts(q: Demande) -> list[str]:
    """Address of the API of each indicator of the table."""
    autres = [("zonage", q.zonage)]
    zones = [p.code for p in q.postes["zone"]]
    autres += [("zone", z) for z in zones] if len(zones) < len(zonages.noms(q.zonage)) else []
    autres += [("periode", p.code) for p in q.postes["periode"] if p.code and len(q.postes["periode"]) <= 12]
    autres += [("metier", p.code) for p in q.postes["metier"] if p.code]
    return [f"chiffres.csv?{urlencode([('indicateur', i.code), *autres])}" for i in q.postes["indicateur"]]
