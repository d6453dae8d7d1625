function show(list) {
  for (const item of list) print(item);
}
