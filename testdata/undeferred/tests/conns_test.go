package tests

import "testing"

func TestBadConn(t *testing.T) {
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.PingContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	conn.Close() // want "undeferred: conn .*is not closed when the test fails before"
}

func TestGoodConn(t *testing.T) {
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.PingContext(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestGoodConnMarked(t *testing.T) {
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.PingContext(t.Context()); err != nil {
		t.Error(err)
	}
	conn.Close()
}

func TestBadRows(t *testing.T) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		t.Fatal(err)
	}
	var name string
	if rows.Next() {
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
	}
	rows.Close() // want "undeferred: rows .*is not closed when the test fails before"
}
