console.error("The file is not there.");
app.listen(3000, () => console.log("The server is there."));

function printBill(lines) {
  for (const line of lines) console.log(line);
}

const showTotal = (total) => console.log(total);

class Screen {
  print(text) {
    console.log(text);
  }
}
