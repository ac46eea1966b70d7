/* A long list of choices comes once a connection: Streamlit writes it again in every message that sets the value of its
   control. What stands for it is said by `pages/components/moteur.py`, asked by the address of the connection. */
(function () {
  "use strict";
  var Prise = window.WebSocket, ENTETE = 10; // bytes: 0, number of the list, where it stands, its length

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

  window.WebSocket = class extends Prise {
    constructor(adresse, protocoles) {
      var flux = String(adresse).endsWith("/_stcore/stream");
      super(flux ? adresse + "?listes=1" : adresse, protocoles);
      if (!flux) return;
      var listes = [];
      this.addEventListener("message", function (e) {
        if (!(e.data instanceof ArrayBuffer) || new Uint8Array(e.data)[0] !== 0) return;
        e.stopImmediatePropagation();
        this.dispatchEvent(new MessageEvent("message", { data: entier(e.data, listes) }));
      });
    }
  };
})();
