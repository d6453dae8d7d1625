const w = 3;
function f(width) {
  return width;
}
function area(w, h) {
  const size = w * h;
  return size;
}
