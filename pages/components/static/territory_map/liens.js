// What answers to each other on a page: maps, by name, and the switches drawn elsewhere that change their view.

export const cartes = new Map();
export const bascules = new Map();
// Where the legend of a map is drawn, by the name of the map.
export const cotes = new Map();

// What is drawn in a place is kept from one run to the next: it, and what the run does at its end. A run that comes before
// a call has answered cleans after that call: what a later one draws in stays.
export function tenir(montages, place, faire, defaire) {
  if (!montages.has(place)) montages.set(place, faire());
  const tenu = montages.get(place), appel = (tenu.appel = {});
  return [tenu, () => {
    if (tenu.appel !== appel) return;
    montages.delete(place);
    defaire(tenu);
  }];
}
