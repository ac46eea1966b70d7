"""A sheet as HTML: what it says, and its choices as native controls that a browser holds without a script.

Maps and charts are places, named with what they draw, that their own modules fill (`static/document/document.js`). The
classes are those that the style sheets name on Streamlit's own pages.
"""

import json
from html import escape
from itertools import count
from typing import Any, Final
from urllib.parse import quote

from data_loaders.francais import echapper
from pages.components import depot
from pages.components.feuille import PRIVE, Noeud

# Longer, a list of options is a file that the browser keeps, read once its field is used (`static/document/listes.js`).
OPTIONS_MAX: Final = 60
# The Enter key, in a field, presses the first button of the form: this one says nothing but the fields.
ENTREE: Final = "<button hidden></button>"


class Ecriture:
    """One writing: ids are those of this page. `tout`: every option is written, for who has no script."""

    def __init__(self, fichiers: str, *, tout: bool = False) -> None:
        """`fichiers`: address before the key of a file, that of the screen and its choices after it (`?…`)."""
        self.fichiers, self.tout = fichiers, tout
        self._rangs = count(1)

    def corps(self, racine: Noeud) -> str:
        """All that a sheet holds."""
        return ENTREE + self._colonnade(racine)

    def _dedans(self, n: Noeud) -> str:
        return "".join(map(self._noeud, n.enfants))

    def _colonnade(self, n: Noeud) -> str:
        return _piece("stVerticalBlock", self._dedans(n))

    def _noeud(self, n: Noeud) -> str:
        d = n.dit
        match n.genre:
            case "boite":
                nom = "stHorizontalBlock" if d["horizontal"] else "stVerticalBlock"
                boite = f'<div class="{nom}{_cle(n)} {d["haut"]}" data-testid={nom}>{self._dedans(n)}</div>'
                return f"<div{_large(d['largeur'])} data-testid=stLayoutWrapper>{boite}</div>"
            case "colonnes":
                return (
                    f'<div data-testid=stLayoutWrapper><div class="stHorizontalBlock {d["ecart"]}" '
                    f"data-testid=stHorizontalBlock>{self._dedans(n)}</div></div>"
                )
            case "colonne":
                return (
                    f'<div class=stColumn data-testid=stColumn style="--poids:{100 * d["poids"]:.4f}%"><div '
                    f'class="stVerticalBlock {d["haut"]}" data-testid=stVerticalBlock>{self._dedans(n)}</div></div>'
                )
            case "pli":
                nom = f' data-nom="{escape(d["nom"])}"{" data-deplie" * d["repli"]}' if d["differe"] else ""
                dedans = f"<div class=obs-pli-dedans>{self._colonnade(n) if n.enfants else ''}</div>"
                return (
                    f'<div class="{_cle(n).strip()}" data-testid=stLayoutWrapper><div data-testid=stExpander><details '
                    f'id="{self._id(n)}"{nom}{" open" * d["ouvert"]}><summary>{_mots(n)}</summary>{dedans}</details>'
                    "</div></div>"
                )
            case "volet":
                dedans = f"<div class=obs-volet-dedans>{self._colonnade(n)}</div>"
                return (
                    f'<div class="juste{_cle(n)}" data-testid=stLayoutWrapper><details class=obs-volet '
                    f'data-testid=stPopover id="{self._id(n)}"><summary data-testid=stPopoverButton>{_mots(n)}'
                    f"</summary>{dedans}</details></div>"
                )
            case "souvenir":
                nom = escape(d["nom"])
                return "".join(
                    f'<input type=hidden name="{nom}" value="{escape(v)}" data-repli="">' for v in d["valeurs"]
                )
        seul = "content" if n.genre in ("bouton", "fichier") else "stretch"  # as wide as its words
        large = _large(d.get("largeur", seul), f"stElementContainer{_cle(n)}")
        ident = f' id="e-{escape(n.cle)}"' if n.cle else ""
        dessine = getattr(self, f"_{n.genre}")(n)  # the writing of each kind is the method of its name
        return f"<div{ident}{large} data-testid=stElementContainer>{dessine}</div>"

    def _id(self, n: Noeud) -> str:
        return f"n-{escape(n.cle)}" if n.cle else f"n{next(self._rangs)}"

    # ------------------------------------------------------------------ elements

    def _html(self, n: Noeud) -> str:
        return _piece("stHtml", n.dit["corps"])

    def _etiquette(self, n: Noeud, balise: str = "label") -> str:
        dit, pour = escape(n.dit["etiquette"]), f" for={_ident(n)}" if balise == "label" else ""
        if not n.dit["vue"]:
            return f"<{balise} class=obs-lu{pour}>{dit}</{balise}>"
        return f"<{balise} data-testid=stWidgetLabel{pour}><p>{dit}</p></{balise}>"

    def _options(self, n: Noeud, choisies: list[str]) -> tuple[list[tuple[str, str]], str]:
        """Options to write, and the file that holds them all, named, where only those chosen are."""
        options = n.dit["options"]
        if not self.tout and len(options) > OPTIONS_MAX:
            fichier = depot.json_une_fois(_en_json, options)
            if isinstance(fichier, str):  # the disk can be written
                return [o for o in options if o[0] in choisies], f' data-options="{fichier}"'
        return options, ""

    def _liste(self, n: Noeud) -> str:
        d, choisie = n.dit, n.dit["valeur"] or ""
        options, fichier = self._options(n, [choisie])
        if d["aucun"] is not None:
            options = [("", d["aucun"]), *options]
        dits = f"{_nomme(n, d['repli'] or '')}{fichier}{' data-libre' * d['libre']}"
        liste = f'<select id="{_ident(n)}"{dits}>{_ecrire_options(options, [choisie])}</select>'
        return _piece("stSelectbox", self._etiquette(n) + liste)

    def _listes(self, n: Noeud) -> str:
        d = n.dit
        options, fichier = self._options(n, d["valeurs"])
        # A browser says what is chosen in the order of its list: there it comes first, in the order of the choices.
        rangs = {v: i for i, v in enumerate(d["valeurs"])}
        options = sorted(options, key=lambda o: rangs.get(o[0], len(rangs)))
        maximum = f' data-maximum="{d["maximum"]}"' if d["maximum"] else ""
        dits = f'data-aucun="{escape(d["aucun"])}"{" data-libre" * d["libre"]}'
        liste = f'id="{_ident(n)}"{_nomme(n, chr(10).join(d["repli"]))}{fichier}{maximum} {dits}'
        liste = f"<select multiple {liste}>{_ecrire_options(options, d['valeurs'])}</select>"
        return _piece("stMultiSelect", self._etiquette(n) + liste)

    def _boutons(self, n: Noeud) -> str:
        nomme = _nomme(n, n.dit["repli"] or "")
        boutons = "".join(
            f'<label data-variant=segmented_control><input type=radio{nomme} value="{escape(v)}"'
            f"{' checked' * (v == n.dit['valeur'])}><span>{escape(mots)}</span></label>"
            for v, mots in n.dit["options"]
        )
        return (
            f"<fieldset class=stButtonGroup data-testid=stButtonGroup>{self._etiquette(n, 'legend')}"
            f"<div class=obs-boutons>{boutons}</div></fieldset>"
        )

    def _bascule(self, n: Noeud) -> str:
        d, nomme = n.dit, _nomme(n, "1" * n.dit["repli"])
        case = f'<input class=bascule role="switch" type=checkbox value=1{nomme}{" checked" * d["valeur"]}>'
        mots = f"<span data-testid=stWidgetLabel><p>{escape(d['etiquette'])}</p></span>"
        return _piece("stCheckbox", f"<label>{case}{mots}</label>")

    def _saisie(self, n: Noeud) -> str:
        d, valeur = n.dit, escape(n.dit["valeur"])
        commun = f'id="{_ident(n)}"{_nomme(n, d["repli"])} placeholder="{escape(d["exemple"])}"'
        if d.get("longueur"):
            commun += f' maxlength="{d["longueur"]}"'
        if n.genre == "lignes":
            commande = f"<textarea rows=4 {commun}>{valeur}</textarea>"
        elif n.genre == "jour":
            bas, haut = d["bornes"]
            commande = f'<input type=date min="{bas}" max="{haut}" {commun} value="{valeur}">'
        else:
            nombre = ' inputmode="decimal"' if n.genre == "nombre" else ""
            commande = f'<input type=text autocomplete=off{nombre} {commun} value="{valeur}">'
        return _piece("stTextInput", self._etiquette(n) + commande)

    _texte = _lignes = _nombre = _jour = _saisie

    def _bouton(self, n: Noeud) -> str:
        d = n.dit
        dit = f'name="_g" value="{escape(d["nom"])}"{" disabled" * d["inerte"]}'
        mots = escape(d["mots"])
        return _piece("stButton", f'<button data-testid="stBaseButton-{d["sorte"]}" {dit}><p>{mots}</p></button>')

    def _fichier(self, n: Noeud) -> str:
        vers = escape(self.fichiers.replace("?", f"{quote(n.cle, safe='')}?", 1))
        mots = f'<span class="icone"></span><p>{escape(n.dit["mots"])}</p>'
        lien = f'<a data-testid="stBaseButton-secondary" download href="{vers}">{mots}</a>'
        return _piece("stDownloadButton", lien)

    def _lien(self, n: Noeud) -> str:
        lien = f'<a data-testid="stPageLink-NavLink" href="{escape(n.dit["vers"])}"><span>{_mots(n)}</span></a>'
        return _piece("stPageLink", lien)

    def _avis(self, n: Noeud) -> str:
        return (
            f'<div class=stAlert data-testid=stAlert><div class="stAlertContainer {n.dit["ton"]}" role=alert '
            f"data-testid=stAlertContainer><p>{echapper(n.dit['mots'])}</p></div></div>"
        )

    def _legende(self, n: Noeud) -> str:
        return f"<div data-testid=stCaptionContainer><p>{echapper(n.dit['mots'])}</p></div>"

    def _code(self, n: Noeud) -> str:
        return f"<pre class=obs-code><code>{escape(n.dit['mots'])}</code></pre>"

    def _composant(self, n: Noeud) -> str:
        qui = f'data-dessin="{escape(n.dit["nom"])}" data-cle="{escape(n.cle)}"'
        return f'<div class=dessin {qui} data-de="{escape(_en_json(n.dit["donnees"]))}"></div>'


def _piece(nom: str, dedans: str) -> str:
    return f"<div class={nom} data-testid={nom}>{dedans}</div>"


def _en_json(quoi: Any) -> str:
    return json.dumps(quoi, ensure_ascii=False, separators=(",", ":"))


def _ident(n: Noeud) -> str:
    """Id of a control, that of its name: one that comes or leaves before it does not change it."""
    return "c-" + escape(n.dit["nom"].replace(" ", "-"))


def _nomme(n: Noeud, repli: str) -> str:
    """Name of a control in a request; what it is without being touched."""
    nom = n.dit["nom"]
    sans = f' data-repli="{escape(repli)}"' if nom.startswith(PRIVE) else ""
    return f' name="{escape(nom)}"{sans}{" data-geste" * n.dit["geste"]}'


def _ecrire_options(options: list[tuple[str, str]], choisies: list[str]) -> str:
    return "".join(
        f'<option value="{escape(v)}"{" selected" * (v in choisies)}>{escape(mots)}</option>' for v, mots in options
    )


def _mots(n: Noeud) -> str:
    return f"<span data-testid=stMarkdownContainer><p>{escape(n.dit['mots'])}</p></span>"


def _large(largeur: str | int, classes: str = "") -> str:
    """Classes of what holds an element or a box, and how wide it is where that is said."""
    noms = f"{classes}{' juste' if largeur != 'stretch' else ''}".strip()
    pixels = f' style="width:{largeur}px"' if isinstance(largeur, int) else ""
    return (f' class="{noms}"' if noms else "") + pixels


def _cle(n: Noeud) -> str:
    return f" st-key-{escape(n.cle)}" if n.cle else ""
