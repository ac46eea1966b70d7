/* The meeting room, told to the style sheets: a class on the root while the page holds its mark. Asked as
   `html:has(…)` in each rule, it made the browser style the whole page again at every change. */
(function () {
  "use strict";
  var reperes = document.getElementsByClassName("obs-projection");
  function suivre() { document.documentElement.classList.toggle("obs-en-projection", reperes.length > 0); }
  new MutationObserver(suivre).observe(document.documentElement, { childList: true, subtree: true });
})();
