"""What leaves the screen « Explorer »: the whole table as rows, with statuses, in three formats, and its address."""

from functools import partial

import streamlit as st

from data_loaders.exports import chiffres
from data_loaders.francais import echapper as escape
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.requete import DERNIERE, TOUT, Requete
from geo import zonages
from pages.components import cache, exports
from pages.figures.explorer.croise import Demande


def requete(q: Demande, *, periodes: bool = False) -> Requete:
    """The question of a table; `periodes`: every loaded one, where the table shows the last of them."""
    zones = [p.code for p in q.postes["zone"]]
    metiers, choisies = (tuple(p.code for p in q.postes[dim] if p.code) for dim in ("metier", "periode"))
    entier = set(zones) == set(zonages.noms(q.zonage))
    return Requete(
        tuple(p.code for p in q.postes["indicateur"]),
        (f"{q.zonage}:{TOUT}",) if entier else tuple(f"{q.zonage}:{z}" for z in zones),
        metiers,
        () if periodes else choisies or (DERNIERE,),
    )


def boutons(d: Donnees, r: Requete) -> None:
    """Workbook with its notes, Parquet, the copy of what is shown, and the address for a script."""
    with st.container(horizontal=True, key="exports-explorer"):
        st.html('<button class="obs-copier" type="button" aria-live="polite">Copier le tableau</button>')
        for texte, suffixe, genre in (
            ("Classeur (XLSX)", "xlsx", exports.XLSX),
            ("Parquet", "parquet", exports.PARQUET),
        ):
            exports.bouton(texte, partial(octets, d, r, suffixe), f"explorer.{suffixe}", genre)
    adresse = f"chiffres.csv?{r.adresse()}"
    lien = f'<a href="api/v1/{escape(adresse)}" target="_blank"><code>/api/v1/{escape(adresse)}</code></a>'
    st.html(f"<p>Pour un script, les mêmes lignes\u00a0: {lien}</p>")


def octets(d: Donnees, r: Requete, suffixe: str) -> bytes:
    """Every row of the answer, as a file."""
    return b"".join(chiffres.fichier(cache.reponse(d, r), suffixe))
