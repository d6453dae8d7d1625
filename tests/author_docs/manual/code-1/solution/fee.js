function fee(days) {
  return days * 3;
}
