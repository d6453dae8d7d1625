db.query("SELECT * FROM books WHERE id = $1", [id]);
