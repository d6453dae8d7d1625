db.query("SELECT * FROM books WHERE id = " + id);
