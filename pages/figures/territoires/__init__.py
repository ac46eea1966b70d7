"""The zonings themselves: a place found, a territory under the lens, states, a composed territory."""
