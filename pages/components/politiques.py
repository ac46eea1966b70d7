"""What a page lets in, and who may hold it in a frame: its content security policy."""

import base64
import hashlib
import re
from typing import Final

from geo import reglages

# Emotion writes styles at run time, hence 'unsafe-inline' for styles alone; components v2 are modules loaded by blob:.
CSP_PAGE: Final = (
    "default-src 'self'; script-src 'self' {empreintes} blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {cadres}"
)
# Sites whose pages may hold a screen (`?integre=1`), beside ours: their origins, separated by spaces.
CADRES: Final = "OBSERVATOIRE_CADRES"
_ORIGINE: Final = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-fA-F:]+\](?::\d{1,5})?")
# A file of ours or of a session, opened alone in a tab: it may be seen, it may not run.
CSP_FICHIER: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "frame-ancestors 'self'; sandbox"
)
ICI: Final = "'self'"


def cadres() -> str:
    """Who may hold a page of ours in a frame, as a policy writes it: ourselves, and the sites of `OBSERVATOIRE_CADRES`.

    What is no origin is left out: a policy is never opened by mistake.
    """
    return " ".join([ICI, *filter(_ORIGINE.fullmatch, reglages.texte(CADRES).split())])


def empreinte(script: str) -> str:
    """An inline script, as a policy lets it in."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def page(*scripts: str) -> str:
    """Policy of a page that holds these inline scripts, and no other."""
    return CSP_PAGE.format(empreintes=" ".join(map(empreinte, scripts)), cadres=cadres())
