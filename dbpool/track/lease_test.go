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
		_, db := open(t, mode)
		conn, other := leaseConn(t, db), leakConn(db)
		rows := rowsIn(other)
		lease := newLease(t, conn)
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
	_, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	conn := leaseConn(t, db)
	lease := newLease(t, conn)
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
	_, db := open(t, track.Stacks)
	conn := leaseConn(t, db)
	lease := newLease(t, conn)
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

// A connection that the pool opened in the background is held from the lease on.
func TestLeaseOfOpened(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	first := leaseConn(t, db)
	second := make(chan *sql.Conn)
	go func() { second <- leakConn(db) }()
	for db.Stats().WaitCount == 0 {
		runtime.Gosched()
	}
	// Instead of the connection that is bad, whoever waits gets a new one.
	if err := first.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
	conn := <-second
	if n := c.Held(); n != 0 {
		t.Fatalf("%d held: this is no connection of which the driver was not told", n)
	}
	newLease(t, conn)
	if got := fmt.Sprint(live(c)); c.Held() != 1 || got != "[Conn func1]" {
		t.Errorf("held: %d, %s", c.Held(), got)
	}
	if err := conn.Close(); err != nil || c.Held() != 0 {
		t.Errorf("%d held after Close: %v", c.Held(), err)
	}
}

// leaseConn takes a connection until the end of the test, or sooner.
func leaseConn(t *testing.T, db *sql.DB) *sql.Conn {
	t.Helper()
	conn := leakConn(db)
	t.Cleanup(func() {
		if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
			t.Error(err)
		}
	})
	return conn
}

func newLease(t *testing.T, conn *sql.Conn) (lease track.Lease) {
	t.Helper()
	err := conn.Raw(func(driverConn any) error {
		lease = track.NewLease(driverConn)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lease
}

func kinds(lease track.Lease) (kinds []track.Kind) {
	for _, h := range lease.Open() {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}
