"""A sheet as HTML: what it says, and its choices as native controls that a browser holds without a script.

Maps and charts are places, named with what they draw, that their own modules fill (`static/document/document.js`). The
classes are those that the style sheets name on Streamlit's own pages.
"""

import json
from html import escape
from itertools import count
from typing import Any, Final
from urllib.parse import quote

from pages.components import depot
from pages.components.feuille import PRIVE, Noeud

# Longer, a list of options is a file that the browser keeps, read once its field is used (`static/document/listes.js`).
OPTIONS_MAX: Final = 60
# The Enter key, in a field, presses the first button of the form: this one says nothing but the fields.
ENTREE: Final = "<button hidden></button>"
_ECARTS: Final = {"xxsmall": 0.25, "xsmall": 0.5, "small": 1, "medium": 2, "large": 4, "xlarge": 6, "xxlarge": 8}
_PLACES: Final = {"center": "center", "bottom": "end", "right": "end", "distribute": "space-between"}
# Kinds of a control that are written as others are; the writing of each kind is the method of its name.
_SORTES: Final = {"bascule": "case", **dict.fromkeys(("texte", "lignes", "nombre", "jour"), "saisie")}
_TEMOIN: Final = "class={0} data-testid={0}"
_TELECHARGER: Final = '<span class="icone"></span>'


class Ecriture:
    """One writing: ids are those of this page. `tout`: every option is written, for who has no script."""

    def __init__(self, fichiers: str, *, tout: bool = False) -> None:
        """`fichiers`: address before the key of a file, that of the screen and its choices after it (`?…`)."""
        self.fichiers, self.tout = fichiers, tout
        self._rangs = count(1)

    def corps(self, racine: Noeud) -> str:
        """All that a sheet holds."""
        return ENTREE + _colonnade(self._dedans(racine))

    def _dedans(self, n: Noeud) -> str:
        return "".join(map(self._noeud, n.enfants))

    def _noeud(self, n: Noeud) -> str:
        match n.genre:
            case "boite":
                return f"<div{_large(n.dit['largeur'])} data-testid=stLayoutWrapper>{_boite(n, self._dedans(n))}</div>"
            case "colonnes":
                style = _disposer(n.dit["ecart"], "", "", "auto")
                dedans = self._dedans(n)
                return _cadre_de(f'<div {_TEMOIN.format("stHorizontalBlock")} style="{style}">{dedans}</div>')
            case "colonne":
                pas = f"calc({100 * n.dit['poids']:.4f}% - {_ecart(n.dit['ecart'])}rem)"
                style = _disposer("small", _PLACES.get(n.dit["haut"], "start"), "stretch", "100%")
                return (
                    f'<div {_TEMOIN.format("stColumn")} style="--feuille-pas:{pas}"><div '
                    f'{_TEMOIN.format("stVerticalBlock")} style="{style}">{self._dedans(n)}</div></div>'
                )
            case "pli":
                return self._pli(n)
            case "volet":
                return self._volet(n)
            case "souvenir":
                nom = escape(n.dit["nom"])
                return "".join(
                    f'<input type=hidden name="{nom}" value="{escape(v)}" data-repli="">' for v in n.dit["valeurs"]
                )
        return self._cadre(n, getattr(self, f"_{_SORTES.get(n.genre, n.genre)}")(n))

    def _volet(self, n: Noeud) -> str:
        mots = f"<summary data-testid=stPopoverButton>{_mots(n.dit['mots'])}</summary>"
        dedans = f"<div class=obs-volet-dedans>{_colonnade(self._dedans(n))}</div>"
        volet = f'<details class=obs-volet data-testid=stPopover id="{self._id(n)}">{mots}{dedans}</details>'
        return _cadre_de(volet, f' class="juste{_cle(n.cle)}"')

    def _pli(self, n: Noeud) -> str:
        d = n.dit
        nom = f' data-nom="{escape(d["nom"])}"{" data-deplie" * d["repli"]}' if d["differe"] else ""
        mots = f"<summary>{_mots(d['mots'])}</summary>"
        dedans = f"<div class=obs-pli-dedans>{_colonnade(self._dedans(n)) if n.enfants else ''}</div>"
        pli = f'<details id="{self._id(n)}"{nom}{" open" * d["ouvert"]}>{mots}{dedans}</details>'
        return _cadre_de(f"<div data-testid=stExpander>{pli}</div>", f' class="{_cle(n.cle).strip()}"')

    def _id(self, n: Noeud) -> str:
        return f"n-{escape(n.cle)}" if n.cle else f"n{next(self._rangs)}"

    def _cadre(self, n: Noeud, dessine: str) -> str:
        classes = f"stElementContainer{_cle(n.cle)}"
        ident = f' id="e-{escape(n.cle)}"' if n.cle else ""
        seul = "content" if n.genre in ("bouton", "fichier") else "stretch"  # as wide as its words
        large = _large(n.dit.get("largeur", seul), classes)
        return f"<div{ident}{large} data-testid=stElementContainer>{dessine}</div>"

    # ------------------------------------------------------------------ elements

    def _html(self, n: Noeud) -> str:
        return f"<div class=stHtml data-testid=stHtml>{n.dit['corps']}</div>"

    def _etiquette(self, n: Noeud, pour: str, balise: str = "label") -> str:
        dit, pour = escape(n.dit["etiquette"]), f" for={pour}" if balise == "label" else ""
        if not n.dit.get("vue", True):
            return f"<{balise} class=obs-lu{pour}>{dit}</{balise}>"
        return f"<{balise} data-testid=stWidgetLabel{pour}><p>{dit}</p></{balise}>"

    def _nomme(self, n: Noeud, repli: Any) -> str:
        """Name of a control in a request; what it is without being touched."""
        marques = f' name="{escape(n.dit["nom"])}"'
        if n.dit["nom"].startswith(PRIVE):
            marques += f' data-repli="{escape(repli)}"'
        return marques + " data-geste" * n.dit.get("geste", False) + " disabled" * n.dit.get("inerte", False)

    def _ident(self, n: Noeud) -> str:
        """Id of a control, that of its name: one that comes or leaves before it does not change it."""
        return "c-" + escape(n.dit["nom"].replace(" ", "-"))

    def _options(self, n: Noeud, choisies: list[str]) -> tuple[list[tuple[str, str]], str]:
        """Options to write, and the file that holds them all, named, where only those chosen are."""
        options = n.dit["options"]
        if not self.tout and len(options) > OPTIONS_MAX:
            fichier = depot.json_une_fois(_en_json, options)
            if isinstance(fichier, str):  # the disk can be written
                return [o for o in options if o[0] in choisies], f' data-options="{fichier}"'
        return options, ""

    def _liste(self, n: Noeud) -> str:
        d, ident = n.dit, self._ident(n)
        choisie = d["valeur"] or ""
        options, fichier = self._options(n, [choisie])
        fichier += " data-libre" * d["libre"]
        if d["aucun"] is not None:
            options = [("", d["aucun"]), *options]
        return (
            f'<div class=stSelectbox data-testid=stSelectbox>{self._etiquette(n, ident)}<select id="{ident}"'
            f"{self._nomme(n, d['repli'] or '')}{fichier}>{_ecrire_options(options, [choisie])}</select></div>"
        )

    def _listes(self, n: Noeud) -> str:
        d, ident = n.dit, self._ident(n)
        options, fichier = self._options(n, d["valeurs"])
        # A browser says what is chosen in the order of its list: there it comes first, in the order of the choices.
        rangs = {v: i for i, v in enumerate(d["valeurs"])}
        options = sorted(options, key=lambda o: rangs.get(o[0], len(rangs)))
        maximum = f' data-maximum="{d["maximum"]}"' if d["maximum"] else ""
        dits = f'{fichier}{maximum} data-aucun="{escape(d["aucun"])}"{" data-libre" * d["libre"]}'
        return (
            f"<div class=stMultiSelect data-testid=stMultiSelect>{self._etiquette(n, ident)}<select multiple "
            f'id="{ident}"{self._nomme(n, chr(10).join(d["repli"]))}{dits}>'
            f"{_ecrire_options(options, d['valeurs'])}</select></div>"
        )

    def _boutons(self, n: Noeud) -> str:
        d = n.dit
        nomme = self._nomme(n, d["repli"] or "")
        boutons = "".join(
            f'<label data-variant=segmented_control><input type=radio{nomme} value="{escape(v)}"'
            f"{' checked' * (v == d['valeur'])}><span>{escape(mots)}</span></label>"
            for v, mots in d["options"]
        )
        return (
            f"<fieldset class=stButtonGroup data-testid=stButtonGroup>{self._etiquette(n, '', 'legend')}"
            f"<div class=obs-boutons>{boutons}</div></fieldset>"
        )

    def _case(self, n: Noeud) -> str:
        d = n.dit
        commande = f"<input type=checkbox value=1{self._nomme(n, '1' if d['repli'] else '')}{' checked' * d['valeur']}>"
        bascule = ' class=bascule role="switch"' if n.genre == "bascule" else ""
        return (
            f"<div class=stCheckbox data-testid=stCheckbox><label>{commande.replace('<input', f'<input{bascule}', 1)}"
            f"<span data-testid=stWidgetLabel><p>{escape(d['etiquette'])}</p></span></label></div>"
        )

    def _saisie(self, n: Noeud) -> str:
        d, ident = n.dit, self._ident(n)
        commun = f'id="{ident}"{self._nomme(n, d["repli"])} placeholder="{escape(d["exemple"])}"'
        if d.get("longueur"):
            commun += f' maxlength="{d["longueur"]}"'
        if n.genre == "lignes":
            commande = f"<textarea rows=4 {commun}>{escape(d['valeur'])}</textarea>"
        elif n.genre == "jour":
            bas, haut = d["bornes"]
            commande = f'<input type=date min="{bas}" max="{haut}" {commun} value="{escape(d["valeur"])}">'
        else:
            nombre = ' inputmode="decimal"' if n.genre == "nombre" else ""
            commande = f'<input type=text autocomplete=off{nombre} {commun} value="{escape(d["valeur"])}">'
        return f"<div class=stTextInput data-testid=stTextInput>{self._etiquette(n, ident)}{commande}</div>"

    def _bouton(self, n: Noeud) -> str:
        d = n.dit
        return (
            f'<div class=stButton data-testid=stButton><button data-testid="stBaseButton-{d["sorte"]}" name="_g" '
            f'value="{escape(d["nom"])}"{" disabled" * d["inerte"]}><p>{escape(d["mots"])}</p></button></div>'
        )

    def _fichier(self, n: Noeud) -> str:
        vers = escape(self.fichiers.replace("?", f"{quote(n.cle, safe='')}?", 1))
        mots = f"{_TELECHARGER}<p>{escape(n.dit['mots'])}</p>"
        lien = f'<a data-testid="stBaseButton-secondary" download href="{vers}">{mots}</a>'
        return f"<div {_TEMOIN.format('stDownloadButton')}>{lien}</div>"

    def _lien(self, n: Noeud) -> str:
        vers, mots = escape(n.dit["vers"]), _mots(n.dit["mots"])
        lien = f'<a data-testid="stPageLink-NavLink" href="{vers}"><span>{mots}</span></a>'
        return f"<div {_TEMOIN.format('stPageLink')}>{lien}</div>"

    def _avis(self, n: Noeud) -> str:
        return (
            f'<div class=stAlert data-testid=stAlert><div class="stAlertContainer {n.dit["ton"]}" role=alert '
            f"data-testid=stAlertContainer><p>{_ecrit(n.dit['mots'])}</p></div></div>"
        )

    def _legende(self, n: Noeud) -> str:
        return f"<div data-testid=stCaptionContainer><p>{_ecrit(n.dit['mots'])}</p></div>"

    def _code(self, n: Noeud) -> str:
        return f"<pre class=obs-code><code>{escape(n.dit['mots'])}</code></pre>"

    def _composant(self, n: Noeud) -> str:
        dits = f' data-dits="{" ".join(n.dit["dits"])}"' if n.dit["dits"] else ""
        donnees = escape(json.dumps(n.dit["donnees"], ensure_ascii=False, separators=(",", ":")))
        qui = f'data-dessin="{escape(n.dit["nom"])}" data-cle="{escape(n.cle)}"{dits}'
        return f'<div class=dessin {qui} data-de="{donnees}"></div>'


def _en_json(options: list[tuple[str, str]]) -> str:
    return json.dumps(options, ensure_ascii=False, separators=(",", ":"))


def _ecrire_options(options: list[tuple[str, str]], choisies: list[str]) -> str:
    return "".join(
        f'<option value="{escape(v)}"{" selected" * (v in choisies)}>{escape(mots)}</option>' for v, mots in options
    )


def _ecrit(texte: str) -> str:
    """Words of an alert: what is escaped for Streamlit, which reads markup there, is said as it is."""
    return escape(texte.replace("\\", ""))


def _cadre_de(dedans: str, large: str = "") -> str:
    return f"<div{large} data-testid=stLayoutWrapper>{dedans}</div>"


def _colonnade(dedans: str) -> str:
    return f"<div class=stVerticalBlock data-testid=stVerticalBlock>{dedans}</div>"


def _boite(n: Noeud, dedans: str) -> str:
    d = n.dit
    nom = "stHorizontalBlock" if d["horizontal"] else "stVerticalBlock"
    place = _PLACES.get(d["cote"] if d["horizontal"] else d["haut"], "start")
    cale = _PLACES.get(d["haut"] if d["horizontal"] else d["cote"], "start" if d["horizontal"] else "stretch")
    style = _disposer(d["ecart"], place, cale, "auto")
    return f'<div class="{nom}{_cle(n.cle)}" data-testid={nom} style="{style}">{dedans}</div>'


def _disposer(ecart: str | None, place: str, cale: str, haut: str) -> str:
    dits = {"ecart": f"{_ecart(ecart)}rem", "place": place, "cale": cale, "haut": haut}
    return ";".join(f"--feuille-{nom}:{v}" for nom, v in dits.items() if v)


def _large(largeur: str | int, classes: str = "") -> str:
    """Classes of what holds an element or a box, and how wide it is where that is said."""
    noms = f"{classes}{' juste' if largeur != 'stretch' else ''}".strip()
    pixels = f' style="width:{largeur}px"' if isinstance(largeur, int) else ""
    return (f' class="{noms}"' if noms else "") + pixels


def _ecart(nom: str | None) -> float:
    return _ECARTS.get(nom or "", 0)


def _cle(cle: str) -> str:
    return f" st-key-{escape(cle)}" if cle else ""


def _mots(texte: str) -> str:
    return f"<span data-testid=stMarkdownContainer><p>{escape(texte)}</p></span>"
