package dbtest

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

func TestIsLeft(t *testing.T) {
	now := time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)
	held := locks{
		run:      func(run int32) bool { return run == 0x1111 },
		template: func(name string) bool { return name == "dbtest_template_busy" },
	}
	for _, test := range []struct {
		name, note string
		want       bool
	}{
		{"dbtest_00001111_testa_x", "", false}, // its run is alive
		{"dbtest_00002222_testa_x", "", true},
		{"dbtest_00002222_testa_x", "kept since 2026-05-10T11:00:00Z", false},
		{"dbtest_00002222_testa_x", "kept since 2026-05-09T11:00:00Z", true},
		{"dbtest_00001111_testa_x", "kept since 2026-05-09T11:00:00Z", true},
		{"dbtest_template_0123", "used on 2026-05-04", false},
		{"dbtest_template_0123", "used on 2026-05-01", true},
		{"dbtest_template_0123", "", true}, // its maker is dead
		{"dbtest_template_busy", "", false},
		{"dbtest_of_mine", "", false}, // somebody else's name
	} {
		if got := (leftover{test.name, test.note}).isLeft(held, now); got != test.want {
			t.Errorf("%s (%q): %v", test.name, test.note, got)
		}
	}
}

// Databases that appear after the locks are read belong to somebody who took
// a lock since; notes that appear then count.
func TestLeftoversOfARace(t *testing.T) {
	calls := 0
	left, err := leftovers(func() ([]leftover, error) {
		calls++
		if calls == 1 {
			return []leftover{{name: "dbtest_00000001_a"}, {name: "dbtest_00000002_b"}}, nil
		}
		return []leftover{{"dbtest_00000001_a", keptNow()}, {name: "dbtest_00000002_b"}, {name: "dbtest_00000003_c"}}, nil
	}, func() (locks, error) {
		none := locks{run: func(int32) bool { return false }, template: func(string) bool { return false }}
		return none, nil
	})
	if err != nil || len(left) != 1 || left[0].name != "dbtest_00000002_b" {
		t.Errorf("%v: %v", left, err)
	}
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b budget
		ctx := t.Context()
		take := func(test string, n int) func() {
			giveBack, err := b.take(ctx, test, n, 10)
			if err != nil {
				t.Fatal(err)
			}
			return giveBack
		}
		first := take("TestA", 20) // more than there is: better late than never
		again := take("TestA/sub", 5)
		waited := make(chan time.Duration)
		start := time.Now()
		for _, test := range []string{"TestB", "TestC"} {
			go func() {
				giveBack := take(test, 10)
				waited <- time.Since(start)
				time.Sleep(time.Minute)
				giveBack()
			}()
		}
		time.Sleep(time.Second)
		first()
		time.Sleep(time.Second)
		again()
		if one, two := <-waited, <-waited; one != 2*time.Second || two != time.Minute+2*time.Second {
			t.Errorf("waited %v and %v", one, two)
		}
		ended, cancel := context.WithCancelCause(ctx)
		cancel(errors.New("enough"))
		if _, err := b.take(ended, "TestD", 1, 10); err == nil || err.Error() != "enough" {
			t.Error(err)
		}
		time.Sleep(time.Hour)
	})
}

func TestHash(t *testing.T) {
	hash := func(s Schema) string {
		h, err := s.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	file := func(name, text string) fstest.MapFS { return fstest.MapFS{name: {Data: []byte(text)}} }
	base := hash(Files(file("a.sql", "x")))
	for name, other := range map[string]Schema{
		"text":          Files(file("a.sql", "y")),
		"name":          Files(file("b.sql", "x")),
		"another file":  Files(fstest.MapFS{"a.sql": {Data: []byte("x")}, "d/b.sql": {}}),
		"none":          Empty(),
		"where it ends": Files(file("a.sq", "lx"), "*"),
	} {
		if hash(other) == base {
			t.Errorf("another %s, the same hash", name)
		}
	}
	if hash(Files(file("a.sql", "x"), "*.sql")) != base {
		t.Error("the pattern that finds the same files changes the hash")
	}
	if hash(Files(fstest.MapFS{"a.sql": {Data: []byte("x")}, "readme": {}})) != base {
		t.Error("a file that is not run changes the hash")
	}
}

func TestDSNOf(t *testing.T) {
	for _, test := range []struct{ dsn, params, want string }{
		{"me@tcp(host)/", "", "me@tcp(host)/db"},
		{"me@tcp(host)/old?a=b", "", "me@tcp(host)/db?a=b"},
		{"me@tcp(host)/old?a=b", "c=d", "me@tcp(host)/db?a=b&c=d"},
		{"me:p/w@unix(/run/s)/", "c=d", "me:p/w@unix(/run/s)/db?c=d"},
	} {
		if got := dsnOf(test.dsn, "db", test.params); got != test.want {
			t.Errorf("%s: %s, want %s", test.dsn, got, test.want)
		}
	}
}

func TestLabel(t *testing.T) {
	if got := label("TestA/sub_case#01 ünicode and much more"); got != "testa_sub_case_01__nicode_and_" {
		t.Error(got)
	}
}

func TestFileDSN(t *testing.T) {
	if got := fileDSN("/a b/50%?.db"); got != "file:///a%20b/50%25%3F.db" {
		t.Error(got)
	}
}
