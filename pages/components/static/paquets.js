/* What the server has to say at once comes in one packet, drawn at once; a long list of choices comes once a connection,
   for Streamlit writes it again in every message that sets the value of its control. What is said of both is in
   `pages/components/changements.py`; the server sends them to who asks for them in the address of the connection. */
const Prise = window.WebSocket, LISTE = 0, PAQUET = 1, ANNONCE = 2;
const ENTETE = 10; // bytes: LISTE, number of the list, where it stands, its length

/* The message as Streamlit wrote it. A length says that the list is in it, to be kept; none, that it came before. */
const entier = (recu, listes) => {
  const entete = new DataView(recu), n = entete.getUint8(1), debut = entete.getUint32(2), longueur = entete.getUint32(6);
  const dit = new Uint8Array(recu.slice(ENTETE));
  if (longueur) {
    listes[n] = dit.slice(debut, debut + longueur);
    return dit.buffer;
  }
  const tout = new Uint8Array(dit.length + listes[n].length);
  tout.set(dit.subarray(0, debut));
  tout.set(listes[n], debut);
  tout.set(dit.subarray(debut), debut + listes[n].length);
  return tout.buffer;
};
const messages = function* (paquet) {
  const vue = new DataView(paquet);
  for (let i = 1, fin; i < paquet.byteLength; i = fin) {
    fin = i + 4 + vue.getUint32(i);
    yield paquet.slice(i + 4, fin);
  }
};
/* What a component is about to receive: Streamlit hands it over once the page is painted, ours draw with it. */
const donnees = (m, annonce) => JSON.parse(new TextDecoder().decode(new Uint8Array(m, annonce.getUint32(1), annonce.getUint32(5))));

window.WebSocket = class extends Prise {
  constructor(adresse, protocoles) {
    const flux = String(adresse).endsWith("/_stcore/stream");
    super(flux ? `${adresse}?paquets=1` : adresse, protocoles);
    if (!flux) return;
    const listes = [];
    this.addEventListener("message", (e) => {
      if (!(e.data instanceof ArrayBuffer) || new Uint8Array(e.data)[0] !== PAQUET) return;
      e.stopImmediatePropagation();
      let annonce;
      for (const m of messages(e.data)) {
        const genre = new Uint8Array(m)[0];
        if (genre !== ANNONCE && annonce) dispatchEvent(new CustomEvent("obs-donnees", { detail: donnees(m, annonce) }));
        annonce = genre === ANNONCE && new DataView(m);
        if (genre !== ANNONCE) this.dispatchEvent(new MessageEvent("message", { data: genre === LISTE ? entier(m, listes) : m }));
      }
    });
  }
};
