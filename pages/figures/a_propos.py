"""Texts of the page À propos: legal notice, declaration of accessibility, personal data, map of the site."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from typing import Final

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, date_libelle, echapper as escape, typographier
from data_loaders.parametres.editeur import VERDICTS, Critere, Editeur, Releve, releve as lire_releve
from geo.reglages import DEPOT, racine_reservee
from geo.territoire import NOM_REGION, OBSERVATOIRE
from pages.figures import ecrans, tables
from pages.figures.tables import Html


def resume(r: Releve) -> str:
    """How many criteria stand where, and what that is not."""
    return (
        f"Relevé du {date_libelle(r.parcours)}, sur {len(r.criteres)} critères ({_comptes(r.criteres)}). "
        "Ce relevé n’est pas un audit : un essai ne voit que ce qu’une machine voit, et le reste attend une personne."
    )


def _comptes(criteres: Iterable[Critere]) -> str:
    """« respecté : 4 ; non vérifié : 2 »."""
    comptes = Counter(c.verdict for c in criteres)
    return f"{FINE}; ".join(f"{mot}{INSEC}: {comptes[v]}" for v, mot in VERDICTS.items() if comptes[v])


def ecrans_html(r: Releve) -> Html:
    """Table of the screens: how many criteria stand where, and which are not met."""
    verdicts = (f"{capitale(mot)} #" for mot in VERDICTS.values())
    entetes, lignes = tables.en_tetes("Adresse", "Écran", *verdicts, "Ce qui ne l’est pas"), []
    for e in ecrans.ECRANS:
        rendus = r.verdicts(e.module)
        comptes = Counter(rendus.values())
        manques = ", ".join(n for n, v in rendus.items() if v == "NC") or "aucun connu"
        lignes.append([f"/{e.module}", e.titre, *(str(comptes[v]) for v in VERDICTS), manques])
    return Html(tables.en_html((entetes, lignes), "Critères, écran par écran", empile=True))


def themes_html(r: Releve) -> Html:
    """The criteria of each theme, folded."""
    plis, entetes = "", tables.en_tetes("N°", "Ce qui est demandé", "Verdict", "Comment, ou pourquoi")
    for theme in r.themes:
        titre, lignes = f"{theme.numero}. {theme.titre}", []
        for c in theme.criteres:
            comment = f"Essai automatique{INSEC}: {c.note or 'tous les écrans'}" if c.essais else c.note
            lignes.append([c.numero, c.demande, VERDICTS[c.verdict], comment])
        table = tables.en_html((entetes, lignes), titre, empile=True)
        plis += f"<details><summary>{escape(titre)} ({_comptes(theme.criteres)})</summary>{table}</details>"
    return Html(plis)


# One place says the version: that of the repository.
_PROJET: Final = tomllib.loads((DEPOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION: Final = _PROJET["version"].removesuffix(".0")
A_RENSEIGNER: Final = "<em>à renseigner</em>"

# What the browser keeps: name (a star stands for what follows), where, what for, how long.
STOCKAGE: Final = (
    ("obs-theme", "stockage local", "thème clair ou sombre", "jusqu’à ce que vous l’effaciez"),
    ("obs-recherche-sans-touche", "stockage local", "touche / éteinte", "jusqu’à ce que vous la rallumiez"),
    ("obs-salle-sans-lettres", "stockage local", "touches de la salle éteintes", "jusqu’à ce que vous les rallumiez"),
    ("obs-seance", "stockage local", "ordre du jour que vous préparez", "jusqu’à ce que vous l’effaciez"),
    ("obs-seance-releve", "stockage local", "notes du relevé de séance", "jusqu’à ce que vous les effaciez"),
    ("obs-salle", "stockage local", "où en est la salle ouverte", "jusqu’à la fin de la séance"),
    ("obs-salle", "stockage hors ligne", "vues de la séance, pour une coupure", "jusqu’à la fin de la séance"),
    ("obs-salle-ici", "stockage de l’onglet", "salle ouverte dans cet onglet", "jusqu’à la fermeture de l’onglet"),
    ("obs-seance-ici", "stockage de l’onglet", "place dans l’ordre du jour", "jusqu’à la fermeture de l’onglet"),
)
# The same, of the reserved process alone, beside the cookies of the account.
STOCKAGE_PRO: Final = (
    ("_streamlit_xsrf", "cookie", "empêche un autre site d’agir à votre place", "jusqu’à la fermeture du navigateur"),
    ("stActiveTheme-*", "stockage local", "thème clair ou sombre, en Accès Pro", "jusqu’à ce que vous l’effaciez"),
)

# What is true of the reserved process alone, where one has an account.
_ACCES_PRO: Final = """
        <h2>Dans l’Accès Pro</h2>
        <p>Vous y êtes connu : votre organisme dit à ce site votre nom, votre courriel et l’identifiant de votre
        compte, que gardent deux cookies signés (_streamlit_user et _streamlit_user_tokens), effacés quand vous vous
        déconnectez. Le registre garde votre compte et qui en répond, votre courriel, votre rôle, vos connexions
        admises ou refusées, ce que vous avez emporté ou transmis, la version des données et l’heure ; vos extraits,
        et ce que vous avez tapé sans l’envoyer, ne sont lus que par vous. Le nom et la référence d’une approbation se
        lisent sur le site public, à l’écran Convention ; rien d’autre.</p>
        """


Partie = tuple[str, str, Html]  # of the page: its title, what it is about, its markup


def partie(cle: str, e: Editeur) -> Partie:
    """A part, by its key in `ecrans.RUBRIQUES`."""
    if cle == "plan":
        return f"Plan du site{INSEC}: un écran par question", "", ecrans.plan_html()
    return {"mentions": _mentions, "accessibilite": _accessibilite, "personnelles": _personnelles}[cle](e)


def _mentions(e: Editeur) -> Partie:
    html = f"""
        <h2>Éditeur</h2>
        <p>Cet observatoire met en œuvre, en logiciel libre, ce que prévoyait la convention signée le 27 août 2013 par
        la Région {NOM_REGION} et Pôle emploi. Cette convention a pris fin au plus tard en août 2017 et Pôle emploi
        est devenu France Travail : le logiciel ne parle au nom d’aucun des signataires et ne porte aucun de leurs
        logos. L’organisme qui l’installe en est l’éditeur.</p>{_liste(e.textes["editeur"])}
        <h2>Hébergeur</h2>{_liste(e.textes["hebergeur"])}
        <h2>Logiciel, données, réutilisation</h2>
        <p>Version {VERSION}. Code sous licence EUPL-1.2. Contours : IGN, Admin Express. Communes et populations :
        Insee. Licence Ouverte 2.0. Polices et bibliothèques : leurs licences sont dans le fichier NOTICE.</p>
        <p>Trois statuts : un chiffre de producteur ne porte que sa source ; les estimations, la météo et les portraits
        sont un travail de l’Observatoire ; le travail commun des signataires (mesures, labellisation, comités) reste un
        document de travail tant que leurs deux approbations ne sont pas enregistrées.</p>
        """
    return f"Mentions légales{INSEC}: qui édite, qui héberge, ce qui se réutilise", "", _ligne(html)


def _accessibilite(e: Editeur) -> Partie:
    r = lire_releve()
    qui = escape(e.textes["editeur"]["nom"]) or f"L’éditeur de ce site ({A_RENSEIGNER})"
    schema = e.textes["accessibilite"]["schema"]
    courriel = e.textes["accessibilite"]["courriel"] or e.textes["editeur"]["courriel"]
    etablie = date_libelle(e.declaration) if e.declaration else A_RENSEIGNER
    raison = " : aucun audit n’a encore été mené"
    resultats = "<p>Aucun audit de conformité n’est enregistré : la part des critères respectés n’est pas connue.</p>"
    if e.audit:
        raison = "" if e.audit.taux >= 100 else ", en raison des non-conformités énumérées plus bas"
        jour, taux = date_libelle(e.audit.jour), francais.nombre(e.audit.taux, 1)
        revele = f"révèle que {taux} % des critères du RGAA sont respectés"
        resultats = f"<p>L’audit réalisé par {escape(e.audit.organisme)}, du {jour}, {revele}.</p>"
    html = f"""
        <p>{qui} s’engage à rendre son service accessible, conformément à l’article 47 de la loi n° 2005-102 du 11
        février 2005. Schéma pluriannuel de mise en accessibilité : {escape(schema) or A_RENSEIGNER}. Cette déclaration
        s’applique à l’{OBSERVATOIRE}.</p>
        <h2>État de conformité</h2>
        <p>L’Observatoire est <strong>{e.accessibilite}</strong> avec le référentiel général d’amélioration de
        l’accessibilité (RGAA), version 4.1{raison}.</p>
        <h2>Résultats des tests</h2>{resultats}
        <p>{resume(r)}</p>
        """
    suite = f"""
        <h2>Contenus non accessibles</h2>{_constats(e)}
        <h2>Établissement de cette déclaration</h2>
        <p>Cette déclaration a été établie le {etablie}.
        Technologies : HTML, CSS, SVG, JavaScript, WAI-ARIA. Outils de vérification : axe-core, arbre d’accessibilité de
        Chromium, essais au clavier seul, à 320 pixels de large, en clair et en sombre, sur tous les écrans ;
        Firefox sur l’accueil, la recherche, la carte, les courbes et la salle ; le lecteur d’écran Orca sur l’accueil,
        la carte et la météo.</p>
        <h2>Retour d’information et contact</h2>
        <p>Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez au responsable du site pour être
        orienté vers une alternative accessible ou obtenir le contenu sous une autre forme : {_courriel(courriel)}.</p>
        <h2>Voies de recours</h2>
        <p>Si vous avez signalé au responsable du site un défaut d’accessibilité qui vous empêche d’accéder à un contenu
        ou à un service, et que vous n’avez pas obtenu de réponse satisfaisante, vous pouvez :</p>
        <ul><li>écrire au Défenseur des droits :
        <a href="https://formulaire.defenseurdesdroits.fr/">formulaire.defenseurdesdroits.fr</a> ;</li>
        <li>contacter le délégué du Défenseur des droits dans votre département :
        <a href="https://www.defenseurdesdroits.fr/saisir/delegues">defenseurdesdroits.fr/saisir/delegues</a> ;</li>
        <li>envoyer un courrier, gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris
        CEDEX 07.</li></ul>
        """
    html = Html(_ligne(html) + ecrans_html(r) + themes_html(r) + _ligne(suite))
    return f"Accessibilité{INSEC}: {e.accessibilite}", "Déclaration d’accessibilité", html


def _constats(e: Editeur) -> str:
    if e.audit:
        connus = "".join(f"<li>{escape(c)}</li>" for c in e.audit.non_conformites)
        connus = f"<ul>{connus}</ul>" if connus else "<p>L’audit n’en relève aucun.</p>"
    else:
        connus = """<p>Faute d’audit, cette liste est celle des défauts connus de ses auteurs :</p>
        <ul><li>les lecteurs d’écran NVDA, JAWS et VoiceOver n’ont pas été essayés ;</li>
        <li>quelques composants viennent d’une bibliothèque dont le code n’est pas le nôtre (listes, calendrier) ;</li>
        <li>dans un graphique, les points ne s’atteignent pas un à un au clavier : la phrase et le tableau qui
        l’accompagnent disent les mêmes chiffres ;</li>
        <li>les petites zones d’une carte font moins de 24 pixels : la liste « Territoire » et le tableau les
        remplacent.</li></ul>"""
    return (
        f"<h3>Non-conformités</h3>{connus}"
        "<h3>Dérogations pour charge disproportionnée</h3><p>Aucune n’est invoquée.</p>"
        "<h3>Contenus non soumis à l’obligation d’accessibilité</h3><p>Les fichiers des producteurs, proposés tels que "
        "publiés.</p>"
    )


def _personnelles(e: Editeur) -> Partie:
    gardes = [*STOCKAGE, *(STOCKAGE_PRO if racine_reservee() else ())]
    lignes = [[ou, Html(f"<code>{escape(nom)}</code>"), quoi, duree] for nom, ou, quoi, duree in gardes]
    entetes = tables.en_tetes("Où", "Nom", "À quoi il sert", "Combien de temps")
    table = tables.en_html((entetes, lignes), "Ce que votre navigateur garde", empile=True)
    droits = _courriel(e.textes["donnees_personnelles"]["courriel"] or e.textes["editeur"]["courriel"])
    compte = "Un compte, celui de votre organisme" if racine_reservee() else "Aucun compte"
    html = f"""
        <h2>Ce que le site sait de vous</h2>
        <p>{compte}, aucun traceur, aucune mesure d’audience, aucune requête vers un autre site. Les choix du
        lecteur sont dans l’adresse de la page, et nulle part ailleurs. L’application n’écrit
        dans son journal ni adresse IP ni choix ; ce qu’écrit le serveur qui l’héberge relève de l’hébergeur.</p>
        <p>Ce qui est tapé dans une séance (titre, participants, notes) reste dans le navigateur ; il n’est envoyé au
        serveur que pour composer le relevé ou le classeur demandé, qui n’en garde rien.</p>
        <h2>Ce que votre navigateur garde</h2>
        <p>{"Un cookie" if racine_reservee() else "Aucun cookie"}, {avec_unite(len(gardes), "réglages")} au plus, tous
        nécessaires à ce que vous demandez : ils n’appellent pas de consentement.</p>
        """
    suite = f"""{_ACCES_PRO if racine_reservee() else ""}
        <h2>Ce que disent les chiffres</h2>
        <p>Les chiffres affichés sont des agrégats publiés par leurs producteurs ; une cellule qu’ils masquent reste
        masquée. Un seul nom de personne peut figurer ici : celui de qui approuve un document pour un signataire,
        enregistré par l’organisme qui installe l’observatoire.</p>
        <h2>Vos droits</h2>
        <p>Accès, rectification, effacement, opposition : {droits}. Sans
        réponse satisfaisante, une réclamation peut être adressée à la Commission nationale de l’informatique et des
        libertés : <a href="https://www.cnil.fr/fr/plaintes">cnil.fr/fr/plaintes</a>.</p>
        """
    titre = f"Données personnelles{INSEC}: ce qui est gardé, où, combien de temps"
    return titre, "", Html(_ligne(html) + table + _ligne(suite))


def _liste(textes: dict[str, str]) -> str:
    noms = {"nom": "Nom", "adresse": "Adresse", "telephone": "Téléphone", "courriel": "Courriel"}
    noms |= {"directeur_de_publication": "Directeur de la publication"}
    return "<ul>" + "".join(f"<li>{noms[n]} : {escape(t) or A_RENSEIGNER}</li>" for n, t in textes.items()) + "</ul>"


def _courriel(adresse: str) -> str:
    return f'<a href="mailto:{escape(adresse)}">{escape(adresse)}</a>' if adresse else A_RENSEIGNER


def _ligne(texte: str) -> Html:
    # Line ends inside a text are only for the reader of this file. Not str.split(): it would eat the no-break spaces.
    return Html(typographier(re.sub(r"[ \n]+", " ", texte).strip()))
