"""What somebody may send in the place of a form: refused in French before it is parsed, nothing left, little memory."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.data_loaders.test_convention import remplir

DEPOT = Path(__file__).resolve().parents[2]
MO_MAX = 200
FEUILLE = "xl/worksheets/sheet1.xml"


def modele(dossier: Path) -> bytes:
    """The form, one value typed."""
    return remplir(dossier, [("vae_2_euros", {"periode": "2014", "value": 9})]).read_bytes()


def archive(membres: dict[str, bytes]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as z:
        for nom, octets in membres.items():
            z.writestr(nom, octets)
    return sortie.getvalue()


def avec(changer):
    """The form, with what `changer` makes of the members of its archive."""

    def ecrire(dossier: Path) -> bytes:
        with zipfile.ZipFile(io.BytesIO(modele(dossier))) as z:
            membres = {nom: z.read(nom) for nom in z.namelist()}
        return archive(membres | changer(membres))

    return ecrire


def entites(*dites: str, codage: str = "utf-8"):
    def changer(membres):
        texte = membres[FEUILLE].decode()
        feuille = texte[texte.index("<worksheet") :].replace("<v>9</v>", "<v>&a9;</v>")
        return {FEUILLE: f"<!DOCTYPE x [{''.join(dites)}]>{feuille}".encode(codage)}

    return avec(changer)


def classeur_ods(rangees: str) -> bytes:
    noms = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    corps = f'<office:body><office:spreadsheet><table:table table:name="Saisie">{rangees}</table:table>'
    fin = "</office:spreadsheet></office:body></office:document-content>"
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<a/>"}
    return archive(ods | {"content.xml": f"<office:document-content {noms}>{corps}{fin}".encode()})


RECTANGLE = b'<worksheet><sheetData><c r="A1"><v>1</v></c><c r="XFD1200"><v>1</v></c></sheetData></worksheet>'
REPETEES = (
    '<table:table-row table:number-rows-repeated="30000"><table:table-cell table:number-columns-repeated="1000" '
    'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
)
MILLIARD = ['<!ENTITY a0 "x">', *(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))]
DEHORS = "appelle des fichiers extérieurs"
HORS = "une partie mène hors de lui"
# What is sent, and the words of its refusal.
PIEGES = {
    "zip bomb": (avec(lambda _: {"xl/media/x.bin": b"0" * (64 << 20)}), "contenu décompressé de 64 Mo"),
    "a lot of text": (
        avec(lambda _: {"xl/media/x.bin": (os.urandom(1 << 10) + bytes(1 << 16)) * 520}),
        "contenu décompressé de 33 Mo",
    ),
    "rectangle": (avec(lambda _: {FEUILLE: RECTANGLE}), "classeur qui arrête le programme"),
    "repeated cells": (lambda _: classeur_ods(REPETEES), "classeur qui arrête le programme"),
    "XXE": (entites('<!ENTITY a9 SYSTEM "file:///etc/passwd">'), DEHORS),
    "XXE in two bytes": (entites('<!ENTITY a9 SYSTEM "file:///x">', codage="utf-16"), DEHORS),
    "a billion laughs": (entites(*MILLIARD), DEHORS),
    "macros": (avec(lambda _: {"xl/vbaProject.bin": b"x"}), "contient des macros"),
    "macros of another office": (avec(lambda _: {"Basic/Standard/Module1.xml": b"<a/>"}), "contient des macros"),
    "sheet of macros": (avec(lambda _: {"xl/macrosheets/sheet1.xml": b"<a/>"}), "contient des macros"),
    "old workbook": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "ni un classeur XLSX, ni un classeur ODS"),
    "member above": (avec(lambda _: {"../../evade.xml": b"x"}), HORS),
    "member above, backslashes": (avec(lambda _: {"xl\\..\\..\\evade.xml": b"x"}), HORS),
    "member of the root": (avec(lambda _: {"/etc/evade": b"x"}), HORS),
    "member of a drive": (avec(lambda _: {"C:evade.xml": b"x"}), HORS),
    "archive around the form": (lambda d: archive({"x.xlsx": modele(d)}), "ni un classeur XLSX, ni un classeur ODS"),
}
_EXAMINER = """
import json, resource, sys
from pathlib import Path
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import envois
from data_loaders.magasin.donnees import Donnees

def examiner(chemin):
    try:
        envois.examiner(Donnees(), Path(chemin), ("region",))
    except ErreurDonnees as e:
        return e.regle
    return ""

regles = [examiner(sys.argv[1])]  # a form that is read: what the first one imports is not counted
avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
regles += map(examiner, sys.argv[2:])
print(json.dumps([regles, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024]))
"""


def test_what_is_sent_takes_little_memory_and_leaves_nothing(tmp_path):
    tmp, racine, envoyes = (tmp_path / nom for nom in ("tmp", "racine", "envoyes"))
    for dossier in (tmp, racine, envoyes):
        dossier.mkdir()
    contenus = {"modele": modele, **{nom: ecrire for nom, (ecrire, _) in PIEGES.items()}}
    chemins = []
    for i, ecrire in enumerate(contenus.values()):
        chemins.append(envoyes / f"{i}.xlsx")
        chemins[-1].write_bytes(ecrire(tmp_path))
    chemins.append(envoyes / "creux.xlsx")
    chemins[-1].write_bytes(contenus["modele"](tmp_path))
    os.truncate(chemins[-1], 500 << 20)
    env = {**os.environ, "TMPDIR": str(tmp), "OBSERVATOIRE_DONNEES": str(racine), "OBSERVATOIRE_RESERVE": str(racine)}
    commande = [sys.executable, "-c", _EXAMINER, *map(str, chemins)]
    dit = subprocess.run(commande, cwd=DEPOT, env=env, capture_output=True, text=True, check=True)
    regles, mo = json.loads(dit.stdout)
    assert (regles[0], set(regles[1:])) == ("", {"zip", "format", "taille"})
    assert mo < MO_MAX
    assert [*tmp.iterdir(), *racine.iterdir()] == []
