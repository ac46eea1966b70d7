// What answers to each other on a page: maps, by name, and the switches drawn elsewhere that change their view.

export const cartes = new Map();
export const bascules = new Map();
// Where the legend of a map is drawn, by the name of the map.
export const cotes = new Map();
