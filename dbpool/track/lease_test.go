package track_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/leakvet/leakvet/dbpool/track"
)

// A lease sees what is open on its own connection, and no statements.
func TestLease(t *testing.T) {
	for mode, want := range map[track.Mode]string{
		track.Off:    "[] [] []",
		track.Count:  "[] [Tx Rows] []",
		track.Stacks: "[] [Tx Rows] []",
	} {
		c, db := open(t, mode)
		other := leakConn(db)
		rows := rowsIn(other)
		conn, lease := leaseConn(t, c, db)
		before := kinds(lease)

		stmt := must(conn.PrepareContext(t.Context(), "SELECT a FROM t"))
		tx := must(conn.BeginTx(context.Background(), nil))
		txRows := rowsIn(tx)
		during := kinds(lease)

		if err := errors.Join(txRows.Close(), tx.Rollback(), stmt.Close(), rows.Close(), other.Close()); err != nil {
			t.Error(err)
		}
		if got := fmt.Sprint(before, " ", during, " ", kinds(lease)); got != want {
			t.Errorf("mode %v: %s, want %s", mode, got, want)
		}
	}
}

// A lease ends when the connection is given back, whoever has it then.
func TestLeaseEnds(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	conn, lease := leaseConn(t, c, db)
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	rows := must(db.Query("SELECT a FROM t"))
	defer func() {
		if err := errors.Join(rows.Close(), rows.Err()); err != nil {
			t.Error(err)
		}
	}()
	if got := kinds(lease); len(got) > 0 {
		t.Errorf("the lease that ended lists %v", got)
	}
}

// A lease does not wait for a query that runs, but tells of it.
func TestLeaseOfRunning(t *testing.T) {
	c, db := open(t, track.Stacks)
	conn, lease := leaseConn(t, c, db)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = conn.ExecContext(ctx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n")
	}()
	var open []track.Holder
	for len(open) == 0 {
		open = lease.Open()
	}
	cancel()
	<-ended
	if open[0].Kind != track.KindConn || open[0].Running == 0 {
		t.Errorf("got %v, want the connection and what it runs", open)
	}
}

// A connection that the pool opened in the background is held from the lease on,
// by whoever waited, and not by who had the one before it that was broken.
func TestLeaseOfOpened(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	first, _ := leaseConn(t, c, db)
	type leased struct {
		conn  *sql.Conn
		lease track.Lease
	}
	second := make(chan leased)
	go func() {
		conn, lease := leaseConn(t, c, db)
		second <- leased{conn, lease}
	}()
	for db.Stats().WaitCount == 0 {
		runtime.Gosched()
	}
	// Instead of the connection that is bad, whoever waits gets a new one.
	if err := first.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
	got := <-second
	if held := fmt.Sprint(live(c)); c.Held() != 1 || held != "[Conn leaseConn]" {
		t.Errorf("held: %d, %s", c.Held(), held)
	}
	rows := rowsIn(got.conn)
	if open := kinds(got.lease); len(open) != 1 {
		t.Errorf("the lease lists %v", open)
	}
	if err := errors.Join(rows.Close(), got.conn.Close()); err != nil || c.Held() != 0 {
		t.Errorf("%d held after Close: %v", c.Held(), err)
	}
}

// leaseConn takes a connection until the end of the test, or sooner.
func leaseConn(t *testing.T, c *track.Connector, db *sql.DB) (*sql.Conn, track.Lease) {
	t.Helper()
	conn, lease, err := c.Conn(context.Background(), db)
	must(0, err)
	t.Cleanup(func() {
		if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
			t.Error(err)
		}
	})
	return conn, lease
}

func kinds(lease track.Lease) (kinds []track.Kind) {
	for _, h := range lease.Open() {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}
