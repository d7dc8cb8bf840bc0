package twins_test

import (
	"database/sql"
	"testing"
)

func parallelWrong(t *testing.T, db *sql.DB, use func(*testing.T, *sql.DB)) {
	//leakvet:ignore cleanuptest this is the wrong twin
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("parallel", func(t *testing.T) {
		t.Parallel()
		use(t, db)
	})
}

func parallelRight(t *testing.T, db *sql.DB, use func(*testing.T, *sql.DB)) {
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("parallel", func(t *testing.T) {
		t.Parallel()
		use(t, db)
	})
}

// The deferred calls of a function run before its parallel subtests go on.
func TestParallelSubtests(t *testing.T) {
	for name, test := range map[string]struct {
		run    func(t *testing.T, db *sql.DB, use func(*testing.T, *sql.DB))
		closed bool
	}{"wrong": {parallelWrong, true}, "right": {parallelRight, false}} {
		db := newDB(t)
		t.Run(name, func(t *testing.T) {
			test.run(t, db, func(t *testing.T, db *sql.DB) {
				if err := db.Ping(); (err != nil) != test.closed {
					t.Errorf("Ping: %v", err)
				}
			})
		})
	}
}

// All deferred calls run before the first function of t.Cleanup, and those from last
// to first.
func TestDefersBeforeCleanups(t *testing.T) {
	var order []string
	note := func(s string) func() { return func() { order = append(order, s) } }
	t.Run("twin", func(t *testing.T) {
		t.Cleanup(note("cleanup 1"))
		defer note("defer 1")()
		t.Cleanup(note("cleanup 2"))
		defer note("defer 2")()
	})
	want := []string{"defer 2", "defer 1", "cleanup 2", "cleanup 1"}
	for i, s := range want {
		if order[i] != s {
			t.Fatalf("%q, want %q", order, want)
		}
	}
}

// The pool of a subtest is closed when the subtest is over, and the next one finds it
// so.
func TestRegisteredWithSubtest(t *testing.T) {
	twin := func(register func(parent, sub *testing.T, db *sql.DB)) (err error) {
		db := newDB(t)
		t.Run("twin", func(parent *testing.T) {
			parent.Run("first", func(sub *testing.T) { register(parent, sub, db) })
			err = db.Ping()
		})
		return err
	}
	closing := func(t *testing.T, db *sql.DB) {
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if twin(func(_, sub *testing.T, db *sql.DB) { closing(sub, db) }) == nil {
		t.Error("wrong: it is still open")
	}
	if err := twin(func(parent, _ *testing.T, db *sql.DB) { closing(parent, db) }); err != nil {
		t.Errorf("right: %v", err)
	}
}
