const w = 3;
function f(width) {
  return width;
}
