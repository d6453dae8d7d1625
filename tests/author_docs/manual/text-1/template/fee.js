function fee(days) {}
