// What the bus company sent us. Leave it as it is.
export const trips = [
  { id: 1, to: 'Girona', hours: 1.5, price: 12 },
  { id: 2, to: 'Tarragona', hours: 1, price: 9 },
  { id: 3, to: 'Lleida', hours: 2, price: 15 },
  { id: 4, to: 'Tortosa', hours: 2.5, price: 18 },
];
