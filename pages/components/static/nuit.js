/* The computer turns dark, or light again: what the server drew in the colours of before, charts and the mark of the
   house, is asked again, once Streamlit wears the new ones. */
matchMedia("(prefers-color-scheme:dark)").addEventListener("change", () => setTimeout(() => {
  if (!matchMedia("print").matches) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}, 200));
