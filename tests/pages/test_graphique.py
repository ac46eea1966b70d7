"""The bundle that draws charts in the browser is of the version that makes them."""

import re

from plotly.offline import get_plotlyjs

from pages.components.shell import DOSSIER_STATIQUE


def test_the_bundle_is_of_the_version_of_the_python_package():
    (bibliotheque,) = (DOSSIER_STATIQUE / "graphique").glob("plotly-basic.*.js")
    assert bibliotheque.name in (DOSSIER_STATIQUE / "graphique" / "graphique.js").read_text("utf-8")
    versions = [re.search(r"v(\d+\.\d+\.\d+)", texte[:300])[1] for texte in (bibliotheque.read_text(), get_plotlyjs())]
    assert versions[0] == versions[1]
