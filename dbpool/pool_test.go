package dbpool_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
)

func TestConfig(t *testing.T) {
	tests := []struct {
		config dbpool.Config
		err    string
	}{
		{dbpool.Config{Kept: -1}, "dbpool: Config.Kept is -1: use 1 or more, or 0 for 5"},
		{dbpool.Config{Overflow: -2}, "dbpool: Config.Overflow is -2: use 1 or more, 0 for 10, or None"},
		{dbpool.Config{AcquireTimeout: -time.Second}, "dbpool: Config.AcquireTimeout is -1s: use a positive duration, or 0 for 30s"},
		{dbpool.Config{Recycle: -time.Second}, "dbpool: Config.Recycle is -1s: use a positive duration, 0 for 30m, or None"},
		{dbpool.Config{IdleTimeout: -time.Second}, "dbpool: Config.IdleTimeout is -1s: use a positive duration, or 0 for none"},
		{dbpool.Config{DrainTimeout: -time.Second}, "dbpool: Config.DrainTimeout is -1s: use a positive duration, 0 for 10s, or None"},
		{dbpool.Config{Kept: -1, Overflow: -2}, "dbpool: Config.Kept is -1: use 1 or more, or 0 for 5\n" +
			"dbpool: Config.Overflow is -2: use 1 or more, 0 for 10, or None"},
	}
	for _, test := range tests {
		f := newFake()
		pool, err := dbpool.OpenDB(t.Context(), f, test.config)
		if err == nil {
			t.Fatalf("%v: opened, closed again: %v", test.config, pool.Close(t.Context()))
		}
		if err.Error() != test.err {
			t.Errorf("got %v, want %s", err, test.err)
		}
		if f.calls > 0 {
			t.Errorf("%v: connected all the same", test.config)
		}
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name       string
		config     dbpool.Config
		open, idle int // connections at the peak, and after it
	}{
		{"default", dbpool.Config{}, 15, 5},
		{"own", dbpool.Config{Kept: 2, Overflow: 1}, 3, 2},
		{"none", dbpool.Config{Kept: 2, Overflow: dbpool.None}, 2, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFake()
			pool := openFake(t, f, test.config)
			release := holdAll(t, pool)
			if n := f.get("conn"); n != test.open {
				t.Errorf("%d connections at the peak, want %d", n, test.open)
			}
			release()
			if n := f.get("conn"); n != test.idle {
				t.Errorf("%d connections kept, want %d", n, test.idle)
			}
			checkHealthy(t, f, pool)
		})
	}
}

func TestRecycle(t *testing.T) {
	tests := []struct {
		name   string
		config dbpool.Config
		wait   time.Duration
		closed bool
	}{
		{"young", dbpool.Config{}, 29 * time.Minute, false},
		{"old", dbpool.Config{}, 31 * time.Minute, true},
		{"never", dbpool.Config{Recycle: dbpool.None}, 24 * time.Hour, false},
		{"idle", dbpool.Config{IdleTimeout: time.Minute}, 3 * time.Minute, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				pool := openFake(t, f, test.config)
				time.Sleep(test.wait)
				stats := pool.Stats()
				if closed := stats.MaxLifetimeClosed+stats.MaxIdleTimeClosed > 0; closed != test.closed {
					t.Errorf("closed: %t, want %t", closed, test.closed)
				}
				checkHealthy(t, f, pool)
			})
		})
	}
}

func TestOpenFails(t *testing.T) {
	for name, what := range map[string]struct {
		call string
		fault
		err error
	}{
		"down":        {"connect", fails(errDown), errDown},
		"no answer":   {"connect", hangs, context.DeadlineExceeded},
		"no database": {"ping", fails(errSQL), errSQL},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				f.set(what.call, what.fault)
				pool, err := dbpool.OpenDB(t.Context(), f, dbpool.Config{Name: "users"})
				if err == nil {
					t.Fatalf("opened, closed again: %v", pool.Close(t.Context()))
				}
				if !errors.Is(err, what.err) || !strings.HasPrefix(err.Error(), "dbpool: users: connect: ") {
					t.Errorf("got %v", err)
				}
				if f.open() != "map[]" {
					t.Errorf("left open: %s", f.open())
				}
			})
		})
	}
}

func TestOpenUnknownDriver(t *testing.T) {
	pool, err := dbpool.Open(t.Context(), "nosuch", "", dbpool.Config{})
	if err == nil {
		t.Fatalf("opened, closed again: %v", pool.Close(t.Context()))
	}
	if !strings.Contains(err.Error(), `"nosuch"`) {
		t.Errorf("got %v", err)
	}
}
