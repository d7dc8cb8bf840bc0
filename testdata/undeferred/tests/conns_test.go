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

// The test fails because there is a connection.
func TestGoodWantsError(t *testing.T) {
	conn, err := db.Conn(t.Context())
	if got, want := code(err), 4; got != want {
		t.Fatalf("got %d, want %d", got, want)
	} else if conn != nil {
		conn.Close()
	}
}

func TestBadWantsRow(t *testing.T) {
	conn, err := db.Conn(t.Context())
	if got, want := code(err), 0; got != want {
		t.Fatalf("got %d, want %d", got, want)
	}
	if err := conn.PingContext(t.Context()); code(err) != 0 {
		t.Fatal(err)
	}
	conn.Close() // want "undeferred: conn .*is not closed when the test fails before"
}

func TestBadUnlessItFails(t *testing.T) {
	if conn, err := db.Conn(t.Context()); err == nil {
		if err := conn.PingContext(t.Context()); err != nil {
			t.Fatal(err)
		}
		conn.Close() // want "undeferred: conn .*is not closed when the test fails before"
	}
}

func code(err error) int {
	if err == nil {
		return 0
	}
	return 4
}
