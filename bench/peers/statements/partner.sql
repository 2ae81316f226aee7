SELECT name FROM partner WHERE id = $1
