package track_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/leakvet/leakvet/dbpool/track"
)

func TestReclaim(t *testing.T) {
	for _, mode := range []track.Mode{track.Count, track.Stacks} {
		c, db := open(t, mode)
		rows, row, tx, conn := leakRows(db), leakRow(db), leakTx(db), leakConn(db)
		inTx := rowsIn(tx)
		stmt := must(conn.PrepareContext(t.Context(), "SELECT 1"))
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if n := c.Held(); n != 4 {
			t.Errorf("%d connections held, want 4", n)
		}
		done, err := c.Reclaim(t.Context())
		if err != nil || len(done.Busy) > 0 || len(done.Closed) < 5 {
			t.Errorf("reclaimed %v: %v", done, err)
		}
		if left := c.Live(); left != nil || c.Held() != 0 || c.Drain(t.Context()) != nil {
			t.Errorf("still open: %v", left)
		}

		// Who forgot them notices, but cannot fail to close them any more.
		if rows.Next() || !errors.Is(rows.Err(), track.ErrReclaimed) {
			t.Errorf("Next: %v", rows.Err())
		}
		if err := row.Scan(new(int)); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Scan: %v", err)
		}
		if _, err := stmt.Query(); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Stmt.Query: %v", err)
		}
		if _, err := tx.Exec("DELETE FROM t"); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Tx.Exec: %v", err)
		}
		if err := tx.Commit(); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Commit: %v", err)
		}
		if err := errors.Join(rows.Close(), inTx.Close(), stmt.Close(), conn.Close()); err != nil {
			t.Errorf("Close: %v", err)
		}
		again, err := c.Reclaim(t.Context())
		if err != nil || again.Closed != nil || again.Busy != nil {
			t.Errorf("second: %v %v", again, err)
		}
	}
}

// A pool that stays open throws a reclaimed connection away when it is returned.
func TestReclaimOfAnOpenPool(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	tx := leakTx(db)
	defer tx.Rollback()
	if _, err := c.Reclaim(t.Context()); err != nil {
		t.Fatal(err)
	}
	tx.Rollback()
	if err := db.Ping(); err != nil {
		t.Error(err)
	}
	leakStmt(db).Close()
	if n := len(c.Live()); n != 0 {
		t.Errorf("%d open", n)
	}
}

// On Linux the descriptors can be counted: the driver let go of the file.
func TestReclaimLetsGoOfTheFile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("descriptors are counted in /proc")
	}
	c, db := open(t, track.Count)
	leakRows(db)                           //leakvet:ignore unclosed Reclaim is tested
	must(leakTx(db).Exec("DELETE FROM t")) //leakvet:ignore unclosed Reclaim is tested
	db.Close()
	if must(c.Reclaim(t.Context())); descriptors(t) != 0 {
		t.Errorf("%d descriptors left", descriptors(t))
	}
}

// descriptors returns how many of this process are open in the test's directory.
func descriptors(t *testing.T) (n int) {
	dir := filepath.Dir(t.TempDir())
	for _, fd := range must(os.ReadDir("/proc/self/fd")) {
		if target, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasPrefix(target, dir) {
			n++
		}
	}
	return n
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
