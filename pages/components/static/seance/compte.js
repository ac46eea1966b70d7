// How many views the agenda holds, for the button of every page; and the key that projects the present screen.

import { CLE, magasin } from "./ordre.js";

const dire = ({ vues }) => document.documentElement.style.setProperty("--obs-vues", vues.length ? `"\u00a0${vues.length}"` : '""');

addEventListener(CLE, (e) => dire(e.detail));
addEventListener("keydown", (e) => {
  if (!e.altKey || e.ctrlKey || e.metaKey || e.code !== "KeyP") return;
  const bouton = document.querySelector("[data-projeter]");
  if (!bouton) return;
  e.preventDefault();
  bouton.click();
});
dire(magasin.lire());
