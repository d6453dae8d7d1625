function fee(days) {
  var each = 3;
  alert("The fee!");
  return days * each;
}
