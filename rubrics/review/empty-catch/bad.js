try {
  read();
} catch (error) {
}
