function count(table) {
  let found = 0;
  for (const row of table) {
    if (row) {
      for (const cell of row) {
        if (cell) {
          while (found < 3) {
            if (cell.open) found += 1;
          }
        }
      }
    }
  }
  return found;
}
