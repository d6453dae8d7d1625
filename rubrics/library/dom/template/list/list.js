// A list for the next walk to the shop. README.md says what the page does.
