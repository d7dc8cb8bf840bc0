package track_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/leakvet/leakvet/dbpool/track"
)

// slowConn blocks until it is let go.
type slowConn struct {
	fullConn
	inside chan struct{} // receives one for each call that is inside the driver
	letGo  chan struct{} // closed to end them
}

func (c slowConn) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	c.inside <- struct{}{}
	<-c.letGo
	return driver.ResultNoRows, nil
}

func (c slowConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	return slowTx{c}, nil
}

type slowTx struct{ conn slowConn }

func (t slowTx) Commit() error   { return nil }
func (t slowTx) Rollback() error { <-t.conn.letGo; return nil }

func slow() (slowConn, *track.Connector, *sql.DB) {
	j := new(journal)
	conn := slowConn{fullConn{fakeConn{j}}, make(chan struct{}), make(chan struct{})}
	c := track.Wrap(fakeConnector{j, func(context.Context) (driver.Conn, error) { return conn, nil }}, track.Stacks)
	return conn, c, sql.OpenDB(c)
}

// A connection that a goroutine is using is reported and not touched.
func TestReclaimLeavesBusyConnections(t *testing.T) {
	conn, c, db := slow()
	done := make(chan error)
	go func() {
		_, err := db.Exec("UPDATE big")
		done <- err
	}()
	<-conn.inside
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	reclaimed, err := c.Reclaim(t.Context())
	if err != nil || len(reclaimed.Busy) != 1 || reclaimed.Closed != nil {
		t.Fatalf("%v: %v", reclaimed, err)
	}
	if h := reclaimed.Busy[0]; h.Running <= 0 || !strings.Contains(h.String(), `running "UPDATE big" for`) {
		t.Error(h)
	}
	close(conn.letGo)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := c.Drain(t.Context()); err != nil || c.Alive() != 0 {
		t.Errorf("%d connections left: %v", c.Alive(), err)
	}
}

// A driver that does not come back from closing does not hold up the others.
func TestReclaimIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, c, db := slow()
		tx := leakTx(db)
		db.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		reclaimed, err := c.Reclaim(ctx)
		if err != nil || len(reclaimed.Busy) != 1 || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v: %v", reclaimed, time.Since(start), err)
		}
		close(conn.letGo)
		if err := errors.Join(c.Drain(t.Context()), tx.Rollback()); err != nil {
			t.Error(err)
		}
	})
}

func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c, db := slow()
		defer func() { must(0, db.Close()) }()
		conn := leakConn(db)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		go func() {
			time.Sleep(time.Hour)
			conn.Close()
		}()
		start := time.Now()
		if err := c.Drain(t.Context()); err != nil || time.Since(start) != time.Hour {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// The pool opens connections for those who wait in a goroutine of its own, whose
// stack tells nothing: the first use does.
func TestConnectionThatThePoolOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c, db := slow()
		defer func() { must(0, db.Close()) }()
		db.SetMaxOpenConns(1)
		first := leakConn(db) //leakvet:ignore unclosed an ErrBadConn closes it
		second := make(chan *sql.Conn)
		go func() { second <- leakConn(db) }()
		synctest.Wait()
		// A broken connection is not handed on: the pool opens another.
		first.Raw(func(any) error { return driver.ErrBadConn })
		conn := <-second
		defer conn.Close()
		if live := c.Live(); live != nil {
			t.Errorf("held though nothing tells by whom: %v", live)
		}
		pingConn(conn)
		if got := live(c); !slices.Equal(got, []string{"Conn pingConn"}) {
			t.Error(got)
		}
	})
}

func pingConn(c *sql.Conn) { c.PingContext(context.Background()) }

// Everything at once, for the race detector; in the end nothing is open.
func TestConcurrentUse(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(4)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for range 50 {
				queryAll(ctx, t, db)
			}
		})
	}
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		for ctx.Err() == nil {
			for _, h := range c.Live() {
				_ = h.Describe()
			}
		}
	}()
	users.Wait()
	cancel()
	<-watching
	if err := c.Drain(t.Context()); err != nil || c.Live() != nil {
		t.Errorf("%v: %v", c.Live(), err)
	}
}

func queryAll(ctx context.Context, t *testing.T, db *sql.DB) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Error(err)
		return
	}
	defer tx.Rollback()
	rows, err := tx.Query("SELECT a FROM t")
	if err != nil {
		t.Error(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}

// Reclaim comes while others go on using what they hold.
func TestReclaimWhileInUse(t *testing.T) {
	for range 20 {
		c, db := open(t, track.Count)
		var users sync.WaitGroup
		for range 4 {
			rows := leakRows(db)
			users.Go(func() {
				defer rows.Close()
				for range 100 {
					rows.Next()
				}
			})
		}
		db.Close()
		if _, err := c.Reclaim(t.Context()); err != nil {
			t.Error(err)
		}
		users.Wait()
		if err := c.Drain(t.Context()); err != nil || c.Alive() != 0 {
			t.Errorf("%d connections left: %v", c.Alive(), err)
		}
	}
}

// A thing is something that is open.
type thing struct {
	name    string
	release func() error
}

// openOne opens one of four things.
func openOne(db *sql.DB, which int) thing {
	switch which {
	case 0:
		return thing{"Rows leakRows", leakRows(db).Close}
	case 1:
		row := leakRow(db)
		return thing{"Row leakRow", func() error { return row.Scan(new(int)) }}
	case 2:
		return thing{"Tx leakTx", leakTx(db).Rollback}
	default:
		return thing{"Conn leakConn", leakConn(db).Close}
	}
}

// Random openings and closings agree with a plain list of what is open.
func TestLiveAgainstAModel(t *testing.T) {
	c, db := open(t, track.Stacks)
	random := rand.New(rand.NewPCG(1, 2))
	var model []thing
	for range 500 {
		if n := len(model); n > 0 && random.IntN(10) < 5 {
			i := random.IntN(n)
			model[i].release()
			model = slices.Delete(model, i, i+1)
		} else {
			model = append(model, openOne(db, random.IntN(4)))
		}
		var want []string
		for _, thing := range model {
			want = append(want, thing.name)
		}
		if got := live(c); !slices.Equal(got, want) {
			t.Fatalf("live %q, want %q", got, want)
		}
	}
	for _, thing := range model {
		thing.release()
	}
}

// What is closed is not kept alive by the registry, while its connection is.
func TestNothingIsRetained(t *testing.T) {
	_, db := open(t, track.Stacks)
	type key struct{}
	pointer := func() weak.Pointer[[1 << 16]byte] {
		value := new([1 << 16]byte)
		ctx := context.WithValue(context.Background(), key{}, value)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		rows := rowsUntil(ctx, db)
		rows.Close()
		return weak.Make(value)
	}()
	for range 100 {
		if runtime.GC(); pointer.Value() == nil {
			return
		}
		runtime.Gosched()
	}
	t.Error("the context of closed rows is still alive")
}
