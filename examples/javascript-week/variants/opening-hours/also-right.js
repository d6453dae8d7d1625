module.exports = function isOpen(day, hour) {
  if (day === "Sunday") return false;
  return hour > 9 && hour <= (day === "Saturday" ? 13 : 17);
};
