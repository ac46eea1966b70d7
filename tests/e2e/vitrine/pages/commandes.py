"""Every kind of control that the product draws."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.components import identite
from pages.figures import theme
from pages.figures.aide import glossaire
from pages.figures.vues import DEMONSTRATION


@st.dialog("Une boîte")
def boite() -> None:
    """A dialog."""
    st.write("Contenu de la boîte")


identite.titre(
    "À Ancenis, près de trois projets sur quatre sont jugés difficiles",
    "Part des projets, en\u00a0%",
    identite.badge(*DEMONSTRATION),
    identite.badge("reçu", "ok"),
    identite.badge("<b>échappé</b>"),
)
st.selectbox("Indicateur", ["Un", "Deux"], key="indicateur")
st.selectbox("Territoire", ["Un", "Deux"], index=None, key="territoire")
st.multiselect("Territoires", ["Un", "Deux", "Trois"], default=["Un"], key="territoires")
st.number_input("Seuil", 0, 10, 5, key="seuil")
st.text_input("Recherche", placeholder="soudeur", help="Une aide", key="recherche")
st.text_area("Remarque", key="remarque")
st.segmented_control("Lecture", ["Niveau", "Écart"], default="Niveau", key="lecture")
st.slider("Période", 2016, 2024, 2020, key="periode")
st.file_uploader("Périmètre", key="perimetre")
st.checkbox("Une case", key="case")
st.toggle("Une bascule", key="bascule")
st.radio("Un choix", ["Un", "Deux"], key="choix")
with st.container(key="bloc-vitrine"):
    st.header("Une carte de figure")
    cadre = pd.DataFrame({"territoire": ["Ancenis", "Nantes"], "valeur": [1234, 2]})
    st.table(cadre)
    st.dataframe(cadre)
    courbe = go.Figure(go.Scatter(x=[2020, 2022], y=[1000, 20000]))
    courbe.update_layout(template=theme.modele(identite.theme_courant()))
    st.plotly_chart(courbe, theme=None, config=theme.PLOTLY_FRANCAIS, key="courbe", alt="Une courbe qui monte")
    with st.container(key="pied-vitrine"):
        st.html(glossaire.quoi_html("", "Une lecture.", "Un champ."))
with st.expander("Détail"):
    st.metric("Chômage", "5,9\u00a0%")
with st.popover("Options"):
    st.write("Contenu")
onglets = st.tabs(["Premier", "Second"])
onglets[0].markdown("[Un lien](https://exemple.invalid/)")
identite.etat_vide("Aucune donnée publiée.", "Le reste fonctionne.")
st.download_button("Télécharger", "a;b\n1;2\n", "vitrine.csv", key="csv")
st.button("Principal", type="primary", key="principal")
if st.button("Ouvrir la boîte", key="ouvrir_boite"):
    boite()
if st.button("Provoquer une erreur", key="erreur"):
    raise ValueError("detail that must not be shown")
