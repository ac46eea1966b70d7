"""Words of the interface that are left in English on a page: `fautes(page)`."""

import re

MOTS = re.compile(
    r"\b(the|and|your|is|are|of|to|open|opens|close|clear|choose|select|search|download|downloads?|upload|browse|drag|drop|"
    r"fullscreen|press|enter|show|hide|help|view|copy|sort|column|settings|theme|light|dark|system|print|rerun|stop|"
    r"running|error|file|link|heading|dismiss|sidebar|expand|collapse|increment|decrement|skip|app|results?|reset|per|limit|"
    r"main|more|less|remove|add|row|value|values)\b",
    re.IGNORECASE,
)
# What the interface says, apart from what a page writes: text outside content blocks, and every label.
MOTS_JS = """() => {
  const contenu = '[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stTable],[role=option],option,'
    + 'pre,code,canvas,script,style,noscript';
  const vu = [];
  for (const n of document.body.querySelectorAll('*')) {
    for (const a of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription'])
      if (n.getAttribute(a) && !n.closest('[data-testid=stHtml]')) vu.push(n.getAttribute(a));
    if (n.closest(contenu) && !n.closest('[data-testid=stFileUploaderDropzone]')) continue;
    if (n.matches('[data-testid=stIconMaterial],[translate=no]')) continue;
    for (const t of n.childNodes) if (t.nodeType === 3 && t.data.trim()) vu.push(t.data.trim());
  }
  return [...new Set(vu)];
}"""


def fautes(page) -> list[str]:
    """What of the interface is not in French."""
    return [f"in English: {mots}" for mots in page.evaluate(MOTS_JS) if MOTS.search(mots)]
