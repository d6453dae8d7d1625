// The page greets, and says what time it is. README.md says how.
