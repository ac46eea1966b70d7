"""What the operating system says of a file that cannot be read or written, in French."""

import errno

_DITES = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.ELOOP: "liens qui se renvoient l'un à l'autre",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EFBIG: "taille maximale de fichier atteinte",
    errno.EROFS: "dossier de données en lecture seule",
    errno.EACCES: "droits insuffisants sur le dossier de données",
    errno.EPERM: "opération interdite",
    errno.EIO: "panne du disque",
}


def cause(erreur: Exception) -> str:
    """Return what stopped a reading, in French, whatever the library that says it."""
    return dire(erreur) if isinstance(erreur, OSError) and erreur.errno else "contenu illisible, coupé ou changé"


def dire(erreur: OSError) -> str:
    """Return the French words for a failure; its number when it is none of the usual ones."""
    return _DITES.get(erreur.errno or 0) or f"erreur {erreur.errno} du système"
