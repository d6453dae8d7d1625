function fee(days) {
  var cents = 20;
  return days * cents;
}
