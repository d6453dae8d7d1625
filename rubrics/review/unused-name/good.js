function area(width, height) {
  const size = width * height;
  return size;
}
