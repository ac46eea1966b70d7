"""A run of a screen written as HTML: what its first view shows, before Streamlit is there to draw it.

The markup is Streamlit's, as far as our style sheets name it; `static/premiere/premiere.css` stands for what it writes
in the browser. Controls are drawn, not alive; maps and charts are drawn by their own modules (`premiere.js`).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.GapSize_pb2 import GapSize

# The whole of a screen without a choice, so that the contents of a phone are its own; long tables of a link are cut.
LONGUEUR_MAX: Final = 100_000
_ECARTS: Final = {"XXSMALL": 0.25, "XSMALL": 0.5, "SMALL": 1, "MEDIUM": 2, "LARGE": 4, "XLARGE": 6, "XXLARGE": 8}
_FLECHE: Final = (
    '<svg viewBox="0 0 24 24" height="1.25rem" width="1.25rem" fill="currentColor">'
    '<path d="M7.41 8.59L12 13.17l4.59-4.58L18 10l-6 6-6-6 1.41-1.41z"/></svg>'
)
_PLACES: Final = {
    "CENTER": "center",
    "BOTTOM": "end",
    "JUSTIFY_END": "end",
    "JUSTIFY_CENTER": "center",
    "SPACE_BETWEEN": "space-between",
    "ALIGN_END": "end",
    "ALIGN_CENTER": "center",
    "STRETCH": "stretch",
}
_CROIX: Final = (
    '<svg height=".5em" width=".5em" viewBox="0 0 10 10" stroke="currentColor" stroke-linecap="round" stroke-width="2">'
    '<path d="M9 1L5 5M1 9L5 5M5 5L1 1M5 5L9 9"/></svg>'
)
_MENU: Final = (
    '<svg class="menu" viewBox="0 0 28 28" width="28" height="28" fill="currentColor">'
    '<path d="M3.5 7h21v2h-21zm0 6h21v2h-21zm0 6h21v2h-21z"/></svg>'
)
_EFFACER: Final = '<i class="effacer">✕</i>'
_LOUPE: Final = (
    '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.4" '
    'stroke-linecap="round"><circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/></svg>'
)

DESSINS: Final = ("territory_map", "bascule_carte", "cote_carte", "graphique")

Noeud = dict[Any, Any]


def ecrire(module: str, clairs: Sequence[ForwardMsg], sombres: Sequence[ForwardMsg] = ()) -> str:
    """HTML of the header and of the top of a page.

    Args:
        clairs: messages of a run in the light theme; sombres: of the same in the dark one, which is written beside it
            where it draws otherwise: the server does not know the theme of who asks for the page.
    """
    racine: Noeud = {"bloc": None, "enfants": {}}
    menu, logo = "", ""
    autres = {tuple(m.metadata.delta_path): m.delta.new_element for m in sombres if m.WhichOneof("type") == "delta"}
    for m in clairs:
        match m.WhichOneof("type"):
            case "navigation":
                menu = _menu(m.navigation.app_pages, module)
            case "logo":
                logo = m.logo.image
            case "delta" if m.metadata.delta_path[0] == 0:
                _ranger(racine, m, autres)
    corps = ""
    for enfant in _enfants(racine):
        if len(corps) > LONGUEUR_MAX:
            break
        corps += _noeud(enfant)
    return (
        f'<header data-testid="stHeader"><div data-testid="stToolbar"><div>{_marque(logo)}</div>'
        f'<div data-testid="stTopNav">{menu}</div>{_MENU}</div></header><div data-testid="stMain">'
        f'<div class="stMainBlockContainer" data-testid="stMainBlockContainer">{_colonnade(corps)}</div></div>'
    )


def _colonnade(dedans: str) -> str:
    return f'<div class="stVerticalBlock" data-testid="stVerticalBlock">{dedans}</div>'


def _ranger(racine: Noeud, m: ForwardMsg, autres: Mapping[tuple[int, ...], Any]) -> None:
    noeud = racine
    *chemin, dernier = m.metadata.delta_path[1:]
    for i in chemin:
        noeud = noeud["enfants"].setdefault(i, {"bloc": None, "enfants": {}})
    if m.delta.WhichOneof("type") == "add_block":
        noeud["enfants"][dernier] = {"bloc": m.delta.add_block, "enfants": {}}
    else:
        element = m.delta.new_element
        noeud["enfants"][dernier] = {
            "element": element,
            "sombre": autres.get(tuple(m.metadata.delta_path), element),
        }


def _enfants(noeud: Noeud) -> Iterator[Noeud]:
    return (enfant for _, enfant in sorted(noeud["enfants"].items()))


def _menu(pages: Sequence[Any], module: str) -> str:
    ici = {True: " aria-current=page", False: ""}
    return "".join(
        f'<div data-testid="stTopNavLinkContainer"><a data-testid="stTopNavLink"{ici[p.url_pathname == module]}>'
        f'<span data-mots="{escape(p.page_name)}">{_mots(p.page_name)}</span></a></div>'
        for p in pages
        if not p.is_hidden
    )


def _marque(image: str) -> str:
    clair = image.removeprefix("/")
    sombre = clair.replace("-clair.", "-sombre.")
    return "".join(
        f'<img class="{theme}" data-testid="stHeaderLogo" alt="" src="./{escape(adresse)}">'
        for theme, adresse in (("clair", clair), ("sombre", sombre))
    )


def _noeud(noeud: Noeud) -> str:
    if "element" in noeud:
        clair, sombre = _element(noeud["element"]), _element(noeud["sombre"])
        return clair if clair == sombre else _de_theme(clair, "clair") + _de_theme(sombre, "sombre")
    bloc = noeud["bloc"]
    genre = bloc.WhichOneof("type") if bloc else None
    if genre == "expandable":
        return (
            '<div data-testid="stLayoutWrapper"><div data-testid="stExpander"><details><summary><span>'
            f"{_mots(bloc.expandable.label)}</span></summary></details></div></div>"
        )
    if genre == "popover":
        bouton = f'<button data-testid="stPopoverButton">{_mots(bloc.popover.label)}</button>'
        return f'<div class="juste" data-testid="stLayoutWrapper"><div data-testid="stPopover">{bouton}</div></div>'
    if genre in ("tab_container", "dialog"):
        return ""
    dedans = "".join(map(_noeud, _enfants(noeud)))
    if genre == "column":
        return _colonne(bloc.column, dedans)
    if genre == "flex_container":
        return f'<div{_large(bloc.width_config)} data-testid="stLayoutWrapper">{_boite(bloc, dedans)}</div>'
    return f'<div data-testid="stLayoutWrapper">{_colonnade(dedans)}</div>'


def _de_theme(element: str, theme: str) -> str:
    return element.replace('class="', f'class="{theme} ', 1)


def _colonne(c: Any, dedans: str) -> str:
    pas = f"calc({100 * c.weight:.4f}% - {_ecart(c.gap_config)}rem)"
    place = _PLACES.get(c.VerticalAlignment.Name(c.vertical_alignment), "start")
    return (
        f'<div class="stColumn" data-testid="stColumn" style="--premiere-pas:{pas}"><div class="stVerticalBlock" '
        f'data-testid="stVerticalBlock" style="{_disposer("1rem", place, "stretch", "100%")}">{dedans}</div></div>'
    )


def _boite(bloc: Any, dedans: str) -> str:
    flex = bloc.flex_container
    nom = "stHorizontalBlock" if flex.Direction.Name(flex.direction) == "HORIZONTAL" else "stVerticalBlock"
    place = _PLACES.get(flex.Justify.Name(flex.justify), "start")
    cale = _PLACES.get(flex.Align.Name(flex.align), "start")
    style = _disposer(f"{_ecart(flex.gap_config)}rem", place, cale, "auto")
    return f'<div class="{nom}{_cle(bloc.id)}" data-testid="{nom}" style="{style}">{dedans}</div>'


def _disposer(ecart: str, place: str, cale: str, haut: str) -> str:
    """How children stand in a box, as variables: our style sheets have the last word."""
    return f"--premiere-ecart:{ecart};--premiere-place:{place};--premiere-cale:{cale};--premiere-haut:{haut}"


def _large(width: Any, *classes: str) -> str:
    """Classes of what holds an element or a box, and how wide it is where that is said."""
    noms = " ".join((*classes, *(["juste"] if width.use_content or width.pixel_width else [])))
    pixels = f' style="width:{width.pixel_width}px"' if width.pixel_width else ""
    return (f' class="{noms}"' if noms else "") + pixels


def _ecart(gap: Any) -> float:
    return _ECARTS.get(GapSize.Name(gap.gap_size), 0)


def _cle(identifiant: str) -> str:
    morceaux = identifiant.split("-", 2)
    return f" st-key-{escape(morceaux[2])}" if len(morceaux) > 2 and morceaux[2] != "None" else ""


def _mots(texte: str) -> str:
    return f'<div data-testid="stMarkdownContainer"><p>{escape(texte)}</p></div>'


def _etiquette(e: Any) -> str:
    """The label of a control, unless it is only told to who does not see."""
    if e.label_visibility.value:
        return ""
    return f'<label data-testid="stWidgetLabel">{_mots(e.label)}</label>'


def _liste(e: Any) -> str:
    choisi = e.raw_value if e.set_value else e.options[e.default] if e.HasField("default") and e.options else ""
    efface = _EFFACER if choisi and not e.HasField("default") else ""
    vide = "" if choisi else f' placeholder="{escape(e.placeholder)}"'
    return (
        f'<div class="stSelectbox" data-testid="stSelectbox">{_etiquette(e)}<div class="react-aria-ComboBox"><div '
        f'class="boite" role="group"><input value="{escape(choisi)}"{vide}>{efface}<button>{_FLECHE}</button></div>'
        "</div></div>"
    )


def _listes(e: Any) -> str:
    choisis = list(e.raw_values) if e.set_value else [e.options[i] for i in e.default]
    tags = "".join(f"<span data-tag><span>{escape(c)}</span>{_CROIX}</span>" for c in choisis)
    return (
        f'<div class="stMultiSelect" data-testid="stMultiSelect">{_etiquette(e)}<div class="react-aria-ComboBox">'
        f'<div class="boite" role="group"><div data-testid="stMultiSelectTagsContainer"><span>{tags}</span>'
        f"<input></div>{_EFFACER if choisis else ''}<button>{_FLECHE}</button></div></div></div>"
    )


def _case(e: Any) -> str:
    coche = " checked" if (e.value if e.set_value else e.default) else ""
    bascule = '<div class="bascule"></div>' if e.type == e.TOGGLE else ""
    return (
        '<div class="stCheckbox" data-testid="stCheckbox"><label><span class="obs-lu">'
        f'<input type="checkbox"{coche}></span>{bascule}<div data-testid="stWidgetLabel">{_mots(e.label)}</div></label>'
        "</div>"
    )


def _boutons(e: Any) -> str:
    ligne = "" if e.HasField("wrap") and not e.wrap else " data-wrap"
    choisis = set(e.raw_values) if e.set_value else {e.options[i].content for i in e.default}
    boutons = "".join(
        f'<button data-variant="segmented_control" role="radio" aria-checked="{str(o.content in choisis).lower()}"'
        f"{' data-selected=true' if o.content in choisis else ''}>{_mots(o.content)}</button>"
        for o in e.options
    )
    return (
        f'<div class="stButtonGroup" data-testid="stButtonGroup">{_etiquette(e)}<div role="radiogroup" '
        f'data-orientation="horizontal"{ligne}>{boutons}</div></div>'
    )


def _bouton(e: Any, classe: str) -> str:
    icone = '<span class="icone"></span>' if e.icon else ""
    return (
        f'<div class="{classe}" data-testid="{classe}"><button data-testid="stBaseButton-{e.type}">{icone}'
        f"{_mots(e.label)}</button></div>"
    )


def _lien(e: Any) -> str:
    return (
        f'<div class="stPageLink" data-testid="stPageLink"><a data-testid="stPageLink-NavLink"><span>{_mots(e.label)}'
        "</span></a></div>"
    )


def _saisie(e: Any) -> str:
    dit = f'value="{escape(e.value)}"' if e.set_value else f'placeholder="{escape(e.placeholder)}"'
    return (
        f'<div class="stTextInput" data-testid="stTextInput">{_etiquette(e)}<div class="boite" '
        f'data-testid="stTextInputRootElement"><input data-testid="stTextInputField" {dit}></div></div>'
    )


def _alerte(e: Any) -> str:
    ton = e.Format.Name(e.format).lower()
    return (
        '<div class="stAlert" data-testid="stAlert">'
        f'<div class="stAlertContainer {ton}" data-testid="stAlertContainer">{_mots(e.body)}</div></div>'
    )


def _texte(e: Any) -> str:
    legende = e.Type.Name(e.element_type) == "CAPTION"
    mots = _mots(e.body).replace("stMarkdownContainer", "stCaptionContainer") if legende else _mots(e.body)
    return f'<div class="stMarkdown" data-testid="stMarkdown">{mots}</div>'


def _composant(e: Any) -> str:
    """A component of ours: the search field; a map or a chart, named for the script that draws it."""
    dit = json.loads(e.json) if e.json else {}
    if e.component_name == "recherche":
        if dit.get("bouton"):
            return f'<div class="obs-recherche-barre"><button class="obs-recherche-bouton">{_LOUPE}</button></div>'
        return (
            f'<div class="obs-recherche" data-dessin="recherche"><label>{escape(dit["etiquette"])}</label>'
            f'<input placeholder="{escape(dit["exemple"])}"></div>'
        )
    if e.component_name not in DESSINS:
        return '<div class="dessin"></div>'  # what it shows comes later; its place is kept
    return f'<div class="dessin" data-dessin="{e.component_name}" data-de="{escape(e.json)}"></div>'


_ELEMENTS: Final[Mapping[str, Callable[[Any], str]]] = {
    "html": lambda e: f'<div class="stHtml" data-testid="stHtml">{e.body}</div>',
    "markdown": _texte,
    "selectbox": _liste,
    "multiselect": _listes,
    "button_group": _boutons,
    "checkbox": _case,
    "button": lambda e: _bouton(e, "stButton"),
    "download_button": lambda e: _bouton(e, "stDownloadButton"),
    "page_link": _lien,
    "text_input": _saisie,
    "alert": _alerte,
    "bidi_component": _composant,
}


def _element(e: Any) -> str:
    genre = e.WhichOneof("type")
    if genre not in _ELEMENTS:
        return ""
    dessine = _ELEMENTS[genre](getattr(e, genre))
    if not dessine:
        return ""
    cle = _cle(getattr(getattr(e, genre), "id", "")).strip()
    classes = _large(e.width_config, "stElementContainer", *filter(None, [cle]))
    return f'<div{classes} data-testid="stElementContainer">{dessine}</div>'
