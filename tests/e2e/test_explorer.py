"""Explorer in a browser: a reader's own file is joined without leaving it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import deplier

QUESTION = "indicateur=population&indicateur=defm_abc&zonage=epci&periode=derniere"
SECRET = "7654321"  # a number that nothing else on the page has


@pytest.fixture
def joindre(ouvrir):
    """`joindre(name, bytes)` gives a file to the screen, and returns what it says of it."""
    page = ouvrir(f"explorer?{QUESTION}")
    deplier(page, "Joindre mon fichier")

    def donner(nom: str, contenu: bytes):
        page.locator(".obs-fichier input").set_input_files({"name": nom, "mimeType": "text/csv", "buffer": contenu})
        return page.locator(".obs-fichier output")

    return donner


def test_a_file_of_the_reader_is_joined_and_no_request_carries_it(page, joindre):
    partis, avant = [], page.url
    page.on("request", lambda r: partis.append(f"{r.url} {r.post_data_buffer or b''}"))
    contenu = f"siren;aides\n244400404;{SECRET}\n200083392;12,5\n999999999;3\n".encode()
    dit = joindre(f"prive-{SECRET}.csv", contenu)
    page.wait_for_selector(".obs-fichier table")
    dit = dit.inner_text()
    assert "7 654 321" in dit.replace("\u202f", " ")
    assert "999999999" in dit
    assert "Nantes" in dit
    with page.expect_download() as recu:
        page.locator(".obs-fichier a").click()
    joint = recu.value.path().read_text("utf-8-sig")
    assert joint.count("\n") == 3
    assert f'"{SECRET}"' in joint
    assert [p for p in partis if SECRET in p or "999999999" in p] == []
    assert page.url == avant
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])").count(SECRET) == 0


def test_a_file_that_cannot_be_joined_is_refused_in_french(joindre):
    expect(joindre("f.csv", b"nom;x\nNantes;1\n")).to_contain_text("Aucune colonne de codes")
    expect(joindre("f.csv", b"\0" * 5_000_001)).to_contain_text("5 au plus")
