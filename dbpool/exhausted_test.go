package dbpool_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

// One place that holds everything, another that holds one, and who waits.
func TestExhausted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := openFake(t, newFake(), dbpool.Config{Name: "users", Kept: 3, Overflow: dbpool.None})
		closeTx := leaks["Tx"](t, pool.DB())
		time.Sleep(time.Minute)
		var closeRows []func() error
		for range 2 {
			closeRows = append(closeRows, leaks["Rows"](t, pool.DB()))
		}

		var waiting sync.WaitGroup
		for range 3 {
			waiting.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				_ = operations["With"](ctx, pool, nil)
			})
		}
		synctest.Wait()
		if n := pool.Stats().Waiting; n != 3 {
			t.Errorf("%d waiting, want 3", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := operations["With"](ctx, pool, nil)
		waiting.Wait()

		exhausted, ok := errors.AsType[*dbpool.ExhaustedError](err)
		if !ok || exhausted.Pool != "users" || exhausted.Limit != 3 || exhausted.Waited != 2*time.Second || exhausted.Waiting != 3 {
			t.Errorf("got %#v", err)
		}
		if len(exhausted.Holders) != 3 || exhausted.Holders[0].Kind != track.KindTx || len(exhausted.Holders[0].Stack()) == 0 {
			t.Errorf("holders: %v", exhausted.Holders)
		}
		want := []string{
			"dbpool: users: no connection within 2s: 3 of 3 in use, 3 more callers wait\n    Tx held 1m2s by dbpool_test.init.func",
			"\n    2 times Rows \"SELECT id FROM users\" held 2s by dbpool_test.init.func",
			"\n    \tgithub.com/leakvet/leakvet/dbpool_test.TestExhausted.func1\n    \t\t",
			"/exhausted_test.go:",
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q is not in: %v", part, err)
			}
		}
		if n := pool.Stats().Exhausted; n != 4 {
			t.Errorf("%d waits counted, want 4", n)
		}
		for _, release := range append(closeRows, closeTx) {
			if err := release(); err != nil {
				t.Error(err)
			}
		}
		if err := pool.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestExplain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := openFake(t, newFake(), dbpool.Config{})
		wait := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return pool.DB().PingContext(ctx)
		}
		release := holdAll(t, pool)
		err := pool.Explain(wait())
		if !errors.Is(err, dbpool.ErrExhausted) || !errors.Is(err, context.DeadlineExceeded) ||
			!strings.HasPrefix(err.Error(), "dbpool: database: no connection: 15 of 15 in use\n    15 times Conn held 1s by ") {
			t.Errorf("a wait that ran out: %v", err)
		}
		if again := pool.Explain(err); again.Error() != err.Error() {
			t.Errorf("an error that is explained: %v", again)
		}
		for _, other := range []error{nil, errSQL, context.Canceled} {
			if err := pool.Explain(other); !errors.Is(err, other) || errors.Is(err, dbpool.ErrExhausted) {
				t.Errorf("%v became %v", other, err)
			}
		}
		release()
		if err := pool.Explain(context.DeadlineExceeded); errors.Is(err, dbpool.ErrExhausted) {
			t.Errorf("a slow query became %v", err)
		}
		if err := pool.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
