/* What the server has to say at once comes in one packet, drawn at once; a long list of choices comes once a connection,
   for Streamlit writes it again in every message that sets the value of its control. What is said of both is in
   `pages/components/changements.py`; the server sends them to who asks for them in the address of the connection. */
(function () {
  "use strict";
  var Prise = window.WebSocket, LISTE = 0, PAQUET = 1, ANNONCE = 2;
  var ENTETE = 10; // bytes: LISTE, number of the list, where it stands, its length

  /* The message as Streamlit wrote it. A length says that the list is in it, to be kept; none, that it came before. */
  function entier(recu, listes) {
    var entete = new DataView(recu), n = entete.getUint8(1), debut = entete.getUint32(2), longueur = entete.getUint32(6);
    var dit = new Uint8Array(recu.slice(ENTETE));
    if (longueur) {
      listes[n] = dit.slice(debut, debut + longueur);
      return dit.buffer;
    }
    var tout = new Uint8Array(dit.length + listes[n].length);
    tout.set(dit.subarray(0, debut));
    tout.set(listes[n], debut);
    tout.set(dit.subarray(debut), debut + listes[n].length);
    return tout.buffer;
  }
  function messages(paquet) {
    var vue = new DataView(paquet), lus = [];
    for (var i = 1, fin; i < paquet.byteLength; i = fin) {
      fin = i + 4 + vue.getUint32(i);
      lus.push(paquet.slice(i + 4, fin));
    }
    return lus;
  }
  /* What a component is about to receive: Streamlit hands it over once the page is painted, ours draw with it. */
  function donnees(m, annonce) {
    return JSON.parse(new TextDecoder().decode(new Uint8Array(m, annonce.getUint32(1), annonce.getUint32(5))));
  }

  window.WebSocket = class extends Prise {
    constructor(adresse, protocoles) {
      var flux = String(adresse).endsWith("/_stcore/stream");
      super(flux ? adresse + "?paquets=1" : adresse, protocoles);
      if (!flux) return;
      var listes = [];
      this.addEventListener("message", function (e) {
        if (!(e.data instanceof ArrayBuffer) || new Uint8Array(e.data)[0] !== PAQUET) return;
        e.stopImmediatePropagation();
        var annonce;
        for (var m of messages(e.data)) {
          var genre = new Uint8Array(m)[0];
          if (genre === ANNONCE) annonce = new DataView(m);
          if (genre === ANNONCE) continue;
          if (annonce) dispatchEvent(new CustomEvent("obs-donnees", { detail: donnees(m, annonce) }));
          annonce = null;
          if (genre === LISTE) m = entier(m, listes);
          this.dispatchEvent(new MessageEvent("message", { data: m }));
        }
      });
    }
  };
})();
