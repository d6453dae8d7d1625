function find(rows, wanted) {
  for (const row of rows) {
    if (row.id === wanted) return row;
  }
  return null;
}
