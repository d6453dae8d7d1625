function fee(days) {
  const cents = 20;
  return days * cents;
}
