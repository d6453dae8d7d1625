// The fewest coins for an amount in cents, the largest first. Coins are 1, 2, 5, 10, 20 and 50.
// coins(88) gives back [50, 20, 10, 5, 2, 1].

const COINS = [50, 20, 10, 5, 2, 1];

export function coins(amount) {
  const given = [];
  for (const coin of COINS) {
    while (amount >= coin) {
      given.push(coin);
      amount -= coin;
    }
  }
  return given;
}
