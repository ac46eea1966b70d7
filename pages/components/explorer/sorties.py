"""What leaves the screen « Explorer »: the table as it is seen, its long form, and the address of the question."""

import hashlib
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from data_loaders.exports import chiffres, ecriture
from data_loaders.francais import echapper as escape
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.requete import Requete
from pages.components import cache, exports, feuille as st
from pages.figures.explorer import croise

_MODULE: Final = Path(__file__).parents[1] / "static" / "explorer" / "fichier.js"
ADRESSE_MODULE: Final = f"statique/explorer/fichier.js?v={hashlib.sha256(_MODULE.read_bytes()).hexdigest()[:8]}"


def boutons(d: Donnees, r: Requete) -> None:
    """The table as it is seen (workbook, CSV), one figure a row (CSV, Parquet), the copy of what is shown, its address.

    Nothing leaves where a producer does not let its figures be given: the reason is said.
    """
    if ferme := cache.reponse(d, r).ferme:
        st.html(f"<p>{escape(ferme)}</p>")
        return
    with st.container(horizontal=True, key="exports-explorer"):
        st.html('<button class="obs-copier" type="button" aria-live="polite">Copier le tableau</button>')
        for texte, forme, suffixe, genre in (
            *(
                (("Tel quel (XLSX)", "large", "xlsx", exports.XLSX), ("Tel quel (CSV)", "large", "csv", "text/csv"))
                if r.colonnes
                else ()
            ),
            ("Une ligne par chiffre (CSV)", "long", "csv", "text/csv"),
            ("Une ligne par chiffre (Parquet)", "long", "parquet", exports.PARQUET),
        ):
            nom = f"{r.nom()}{'_lignes' if forme == 'long' else ''}.{suffixe}"
            exports.bouton(texte, partial(octets, d, r, forme, suffixe), nom, genre, f"export-{forme}-{suffixe}")
    adresse = f"chiffres.csv?{r.adresse()}"
    lien = f'<a href="api/v1/{escape(adresse)}" target="_blank"><code>/api/v1/{escape(adresse)}</code></a>'
    st.html(f"<p>Pour un script, la même question\u00a0: {lien}</p>{_fichier(r)}")


def _fichier(r: Requete) -> str:
    """The field of a file that the browser alone reads (`static/explorer/fichier.js`), with the same question."""
    q = replace(r, zones=(), colonnes="indicateur", tri="", premiers=0, minimum=None, maximum=None)
    noms = json.dumps({i.code: i.libelle for i in q.lus}, ensure_ascii=False)
    donnees = f'data-question="{escape(q.adresse())}" data-noms="{escape(noms)}" data-module="{ADRESSE_MODULE}"'
    return (
        "<details><summary>Joindre mon fichier</summary>"
        f'<div class="obs-fichier" {donnees}><label>Un CSV de communes ou d’EPCI\u00a0: une colonne de codes, des '
        'nombres <input type="file" accept=".csv,.txt,.tsv,text/csv"></label>'
        "<p>Lu et joint dans ce navigateur\u00a0: il n’est ni envoyé, ni gardé. 5\u00a0Mo et 50\u202f000 lignes au "
        "plus.</p><output></output></div></details>"
    )


def octets(d: Donnees, r: Requete, forme: str, suffixe: str) -> bytes:
    """A file: `large`, the table as it is seen with the region's row; `long`, every figure of it, one a row."""
    plate = replace(cache.reponse(d, r), a_plat=True)
    if forme == "long":
        return b"".join(chiffres.fichier(plate, suffixe))
    c = croise.preparer(cache.reponse(d, r))
    df = croise.large(c)
    if suffixe == "csv":
        return ecriture.csv_francais(df)
    v = croise.vue(c)
    fiche = [*chiffres.fiche(plate, v.titre), ("Sous-titre", v.sous_titre), ("Lecture", v.lecture)]
    sens = {n: dit for n, (_, dit) in plate.schema.items()}
    return ecriture.classeur(fiche, {"tableau": df, "chiffres": plate.table}, sens)
