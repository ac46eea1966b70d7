"""Command line: `python -m pages portraits ZONAGE DOSSIER`, `… portrait ZONE FICHIER.pdf`, `… chercher TEXTE`.

`… reprendre ADRESSE EMETTEUR SUJET` is for who runs Accès Pro.

Exit codes: 0 done, 2 bad use, 3 at least one portrait could not be written, 75 another time may do (full disk).
"""

import json
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from data_loaders import demo
from data_loaders.commandes import FAIT, MAUVAIS_USAGE, REFUSE, Analyseur, code as code_de, construire, lecteur_parti
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.francais import accorder, en_phrase, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.portraits import Memoire
from geo import disque, libre, reglages, sujets, zonages


def _analyseur() -> Analyseur:
    dit = "Portraits en PDF balisé, de deux pages ; recherche en une ligne ; comptes de l’Accès Pro."
    commandes = tomllib.loads(Path(__file__).with_name("commandes.toml").read_text("utf-8"))
    entete, mots = {"prog": "python -m pages", "description": dit}, {"zonages": ", ".join(zonages.CODES)}
    return construire(entete, commandes, {"zonages": zonages.CODES}, mots)


def _sujet(texte: str) -> sujets.Sujet:
    """A zone written `zonage:code`, or `libre:` and the text that a link carries. Raises DemandeInvalide."""
    zonage, _, code = texte.partition(":")
    try:
        return libre.decoder(code) if zonage == "libre" else sujets.de_zone(zonage, code)
    except zonages.ErreurZonage as e:
        raise DemandeInvalide(en_phrase(str(e))) from e
    except KeyError:
        attendue = f"Forme attendue : ZONAGE:CODE, avec ZONAGE parmi {', '.join(zonages.CODES)}."
        raise DemandeInvalide(f"territoire inconnu : « {texte[:60]} ». {attendue}") from None


def _ecrire(m: Memoire, sujet: sujets.Sujet, fichier: Path) -> str:
    """Write one portrait; returns what to say of it. Raises ErreurDonnees, or OSError where the disk refuses."""
    # The documents bring in what draws them, which a search has no use for.
    from data_loaders.portraits.territoire import portrait
    from pages.figures.portrait import rendus as portrait_rendus, vue as portrait_vue

    document = portrait_vue.document(portrait(m, sujet))
    contenu = portrait_rendus.composer(document).pdf
    ecrire_atomique(fichier, contenu)
    taille = nombre(len(contenu) / 1000)
    return f"{fichier.name} : {portrait_rendus.PAGES} pages, {taille} ko. {document.titre}."


def portraits(m: Memoire, zonage: str, dossier: Path) -> int:
    """Every zone of a zoning; one that fails is said and does not stop the others."""
    dossier.mkdir(parents=True, exist_ok=True)
    codes, refuses = zonages.noms(zonage), 0
    for code in codes:
        sujet = sujets.de_zone(zonage, code)
        try:
            print(_ecrire(m, sujet, dossier / f"portrait_{zonage}_{code}.pdf"))
        except ErreurDonnees as e:
            refuses += 1
            print(f"Non écrit — {sujet.titre} : {e}", file=sys.stderr)
    faits = len(codes) - refuses
    print(f"{nombre(faits)} {accorder('portraits écrits', faits)} sur {nombre(len(codes))}, dans {dossier}.")
    return REFUSE if refuses else FAIT


def chercher(donnees: Donnees, texte: str, en_json: bool) -> int:
    """Answers to one line, best first: a French list, or one line of JSON, the last of the output."""
    from pages.figures.recherche import ligne

    r = ligne.chercher(texte, ligne.Contexte(donnees))
    if en_json:
        print(json.dumps(ligne.en_objet(r), ensure_ascii=False))
        return FAIT
    for rang, x in enumerate(r.reponses, 1):
        print(f"{rang}. {' · '.join(filter(None, (x.dit, x.precision, x.age)))}\n   {x.adresse}")
    for dit in r.avis:
        print(dit)
    return FAIT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _analyseur().parse_args(argv)
    try:
        if args.commande == "reprendre":
            from pages.components.acces import extraits

            print(extraits.reprendre(args.adresse, args.emetteur, args.compte))
            return FAIT
        reglages.verifier()
        donnees = Donnees()
        demo.assurer(donnees)
        if args.commande == "chercher":
            code = chercher(donnees.figees(), " ".join(args.texte), args.en_json)
            sys.stdout.flush()
            return code
        m = Memoire(donnees.figees())
        if args.commande == "portraits":
            return portraits(m, args.zonage, args.dossier)
        print(_ecrire(m, _sujet(args.territoire), args.fichier))
    except DemandeInvalide as e:
        print(f"Demande mal formée : {e}", file=sys.stderr)
        return MAUVAIS_USAGE
    except BrokenPipeError:
        return lecteur_parti()
    except OSError as e:
        sortie = next((getattr(args, c).name for c in ("dossier", "fichier") if c in args), "dossier réservé")
        print(f"Non écrit — {sortie} : {disque.dire(e)}.", file=sys.stderr)
        return code_de(e)
    except (ErreurDonnees, reglages.ErreurReglages) as e:
        print(f"Impossible — {e}", file=sys.stderr)
        return code_de(e)
    return FAIT


if __name__ == "__main__":
    sys.exit(main())
