function showCats(cats) {
  const rows = [];
  for (const cat of cats) {
    const name = cat.name.trim().toUpperCase();
    const age = Number(cat.age);
    rows.push(name + " is " + age + " years old");
    total += age;
  }
  return rows;
}

function showDogs(cats) {
  const rows = [];
  for (const cat of cats) {
    const name = cat.name.trim().toUpperCase();
    const age = Number(cat.age);
    rows.push(name + " is " + age + " years old");
    total += age;
  }
  return rows;
}
