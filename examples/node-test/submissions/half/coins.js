// The fewest coins for an amount in cents, the largest first. Coins are 1, 2, 5, 10, 20 and 50.
// coins(88) gives back [50, 20, 10, 5, 2, 1].

export function coins(amount) {
  const given = [];
  for (const coin of [50, 20, 10, 5, 2, 1]) {
    if (amount >= coin) {
      given.push(coin);
      amount = amount - coin;
    }
  }
  return given;
}
