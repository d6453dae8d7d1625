try {
  read();
} catch (error) {
  show(error.message);
}
