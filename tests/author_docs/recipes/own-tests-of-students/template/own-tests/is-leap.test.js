test.todo("is a leap year");
