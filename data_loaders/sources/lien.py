"""The newest file that a producer's page links to, on the producer's own site."""

import html
import re
from urllib.parse import urljoin, urlsplit

from data_loaders.erreurs import ErreurDonnees

# Named groups of a pattern that date a file, the weightiest first.
DATES = ("annee", "trimestre", "mois", "jour")
# Not an HTML parser: a page is read for its links only, however badly it is written.
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def choisir(texte: str, page: str, motif: re.Pattern[str], source: str, millesime: str = "") -> str:
    """Address of the newest file among the links of a page that fit a pattern.

    Args:
        texte: HTML of the page.
        page: address it was read at, against which links are resolved.
        motif: searched in each link; its groups named as in `DATES` say how new the file is.
        source: name of the source, for refusals.
        millesime: year wanted, by the group `annee`; the newest when "".

    Raises:
        ErreurDonnees: no link fits, none is of this year, or the newest leads to another site or out of https.
    """
    trouves = []
    for groupes in _HREF.findall(texte):
        adresse = _adresse(page, html.unescape("".join(groupes)).strip())
        if m := motif.search(adresse):
            dates = m.groupdict()
            trouves.append((tuple(int(dates.get(d) or 0) for d in DATES), adresse))
    if not trouves:
        raise _refus(source, "lien", f"la page {page} n'a plus de lien de la forme « {motif.pattern} »")
    voulus = [t for t in trouves if not millesime or str(t[0][0]) == millesime]
    if not voulus:
        annees = sorted({str(d[0]) for d, _ in trouves})
        raise _refus(source, "millesime", f"aucun fichier de {millesime} sur {page}", exemple=", ".join(annees))
    adresse = max(voulus)[1]
    ici, la = urlsplit(page), urlsplit(adresse)
    if la.netloc != ici.netloc or la.scheme != ici.scheme:
        raise _refus(source, "redirection", f"le lien trouvé sur {page} mène à un autre site", exemple=adresse)
    return adresse


def _adresse(page: str, href: str) -> str:
    """A link as an address; "" when it is none (« http://[ »)."""
    try:
        return urljoin(page, href)
    except ValueError:
        return ""


def _refus(source: str, regle: str, trouve: str, *, exemple: str = "") -> ErreurDonnees:
    return ErreurDonnees(
        regle,
        f"source {source}",
        trouve,
        exemple=exemple,
        cause="le producteur a changé sa page" if regle != "millesime" else "fichier pas encore publié, ou retiré",
        remede="ouvrir cette page, puis corriger adresses.toml, ou importer le fichier téléchargé à la main",
    )
