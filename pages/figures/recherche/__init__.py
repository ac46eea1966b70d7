"""Search that understands one line in everyday French and answers it; `adresses` is read by every screen."""
