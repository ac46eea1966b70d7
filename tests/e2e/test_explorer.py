"""Explorer in a browser: a reader's own file is joined without leaving it."""

QUESTION = "indicateur=population&indicateur=defm_abc&zonage=epci&periode=derniere"
SECRET = "7654321"  # a number that nothing else on the page has


def test_a_file_of_the_reader_is_joined_and_no_request_carries_it(page, application, attendre):
    partis = []
    page.on("request", lambda r: partis.append(f"{r.url} {r.post_data_buffer or b''}"))
    page.on("websocket", lambda w: w.on("framesent", lambda trame: partis.append(str(trame))))
    page.goto(f"{application}/explorer?{QUESTION}")
    attendre(page)
    page.get_by_text("Joindre mon fichier").click()
    contenu = f"siren;aides\n244400404;{SECRET}\n200083392;12,5\n999999999;3\n".encode()
    avant = page.url
    page.locator(".obs-fichier input").set_input_files(
        {"name": f"prive-{SECRET}.csv", "mimeType": "text/csv", "buffer": contenu}
    )
    page.wait_for_selector(".obs-fichier table")
    dit = page.locator(".obs-fichier output").inner_text()
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


def test_a_file_that_cannot_be_joined_is_refused_in_french(page, application, attendre):
    page.goto(f"{application}/explorer?{QUESTION}")
    attendre(page)
    page.get_by_text("Joindre mon fichier").click()
    for contenu, refus in ((b"nom;x\nNantes;1\n", "Aucune colonne de codes"), (b"\0" * 5_000_001, "5 au plus")):
        page.locator(".obs-fichier input").set_input_files({"name": "f.csv", "mimeType": "text/csv", "buffer": contenu})
        page.wait_for_function(
            "mot => document.querySelector('.obs-fichier output').innerText.includes(mot)", arg=refus
        )
