const seasons = ["winter", "spring", "summer", "autumn"];
const quarter = Math.floor((new Date().getMonth() % 12) / 3);
document.querySelector(".season").textContent = seasons[quarter];
