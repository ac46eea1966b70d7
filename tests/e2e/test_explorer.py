"""Explorer in a browser: a reader's own file is joined without leaving it."""

from playwright.sync_api import expect

from tests.e2e.gestes import deplier

SECRET = "7654321"  # a number that nothing else on the page has


def test_a_file_of_the_reader_is_joined_or_refused_and_no_request_carries_it(ouvrir):
    page = ouvrir("explorer?indicateur=population&indicateur=defm_abc&zonage=epci&periode=derniere")
    deplier(page, "Joindre mon fichier")
    partis, avant = [], page.url
    page.on("request", lambda r: partis.append(f"{r.url} {r.post_data_buffer or b''}"))
    dit, choix = page.locator(".obs-fichier output"), page.locator(".obs-fichier input")
    choix.set_input_files({"name": "f.csv", "mimeType": "text/csv", "buffer": b"nom;x\nNantes;1\n"})
    expect(dit).to_contain_text("Aucune colonne de codes")
    contenu = f"siren;aides\n244400404;{SECRET}\n200083392;12,5\n999999999;3\n".encode()
    choix.set_input_files({"name": f"prive-{SECRET}.csv", "mimeType": "text/csv", "buffer": contenu})
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
