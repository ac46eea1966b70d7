"""What a reader sees, frame by frame: the browser's own screencast, nothing injected in the page.

Painted means: the first frame whose difference with the final one, over the pixels that the gesture changes, is under
8 % of the difference between the page at rest before it and the final one. Frames carry the browser's clock, which is
that of this machine.
"""

from __future__ import annotations

import asyncio
import base64
import io
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from PIL import Image
from playwright.async_api import Error, Page

PART_RESTANTE = 0.08
CALME_S = 0.7
ATTENTE_MAX_S = 30
# Mean difference, in grey levels, under which two frames are the same: a caret that blinks is 0.02.
IDENTIQUES = 0.04
# Grey levels that compression moves in a pixel that did not change.
BRUIT = 12


class Vue(NamedTuple):
    """One frame: seconds of the epoch, grey levels."""

    instant: float
    gris: np.ndarray


class Film:
    """The frames of a page between `async with` and its end."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.vues: list[Vue] = []
        self._dernier_changement = 0.0

    async def __aenter__(self) -> Film:
        self._cdp = await self._page.context.new_cdp_session(self._page)
        self._cdp.on("Page.screencastFrame", lambda image: asyncio.ensure_future(self._garder(image)))
        options = {"format": "jpeg", "quality": 70, "maxWidth": 640, "maxHeight": 360, "everyNthFrame": 1}
        await self._cdp.send("Page.startScreencast", options)
        return self

    async def __aexit__(self, *_faute) -> None:
        await self._cdp.send("Page.stopScreencast")
        await self._cdp.detach()

    async def _garder(self, image: dict) -> None:
        with suppress(Error):  # the last frames of a page that is being closed
            await self._cdp.send("Page.screencastFrameAck", {"sessionId": image["sessionId"]})
        gris = np.asarray(Image.open(io.BytesIO(base64.b64decode(image["data"]))).convert("L"), dtype=np.float32)
        if not self.vues or difference(self.vues[-1].gris, gris) > IDENTIQUES:
            self._dernier_changement = time.monotonic()
        self.vues.append(Vue(image["metadata"]["timestamp"], gris))

    async def calme(self, fini: Callable[[], Awaitable[bool]] | None = None, duree: float = CALME_S) -> None:
        """Wait until nothing has moved for `duree` seconds and `fini` says yes."""
        debut = time.monotonic()
        while time.monotonic() - debut < ATTENTE_MAX_S:
            await asyncio.sleep(0.05)
            calme = self.vues and time.monotonic() - max(debut, self._dernier_changement) > duree
            if calme and (fini is None or await fini()):
                return
        raise TimeoutError("the page never came to rest")

    def peint_ms(self, depart: np.ndarray | None, depuis: float) -> float | None:
        """Milliseconds from `depuis` (seconds of the epoch) to the painted frame; None when nothing changed.

        Args:
            depart: the page at rest before the gesture: a list opened over it is no part of the answer. None: blank.
            depuis: moment of the click.
        """
        apres = [v for v in self.vues if v.instant > depuis]
        if not apres:
            return None
        final = apres[-1].gris
        ecart = np.abs(final - (np.full_like(final, 255) if depart is None else depart))
        change = ecart > BRUIT
        if not change.any():
            return None
        seuil = PART_RESTANTE * ecart[change].sum()
        return next(1000 * (v.instant - depuis) for v in apres if np.abs(v.gris - final)[change].sum() <= seuil)


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference of two frames, in grey levels; infinite when their sizes differ."""
    return float(np.abs(a - b).mean()) if a.shape == b.shape else float("inf")
