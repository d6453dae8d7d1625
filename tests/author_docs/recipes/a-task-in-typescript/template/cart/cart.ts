// What all lines of a cart cost. A line has a price and how many are bought.
export function total(lines) {}
