console.error("The file is not there.");
