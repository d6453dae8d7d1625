const isOpen = require("./opening-hours");

// Write the function and its tests. Make a real test of each of these, then find more.

test.todo("is open on Monday at 10");

test.todo("is closed at closing time");

test.todo("is closed on Sunday");
