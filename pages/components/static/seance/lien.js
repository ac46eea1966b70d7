/* What a link carries after its « # » (a figure, the agenda of a meeting), kept before the page writes its own address
   over it: modules may run after that. */
window.obsFragment = location.hash;
if (/\/seance\/?$/.test(location.pathname) && location.hash.length > 1) window.obsLienSeance = location.hash;
