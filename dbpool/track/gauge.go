package track

import (
	"context"
	"sync"
	"sync/atomic"
)

// gauge is a counter that can be waited for. Counting costs one atomic
// operation as long as nobody waits.
type gauge struct {
	n       atomic.Int64
	waiting atomic.Int64

	mu   sync.Mutex
	zero chan struct{} // closed and replaced when n reaches 0; nil until somebody waits
}

func (g *gauge) inc() { g.n.Add(1) }

func (g *gauge) dec() {
	// A waiter says that it waits before it looks at n, so either it sees the 0
	// or it is seen here.
	if g.n.Add(-1) != 0 || g.waiting.Load() == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.zero != nil {
		close(g.zero)
		g.zero = nil
	}
}

func (g *gauge) awaitZero(ctx context.Context) error {
	g.waiting.Add(1)
	defer g.waiting.Add(-1)
	g.mu.Lock()
	if g.zero == nil {
		g.zero = make(chan struct{})
	}
	zero := g.zero
	g.mu.Unlock()
	if g.n.Load() == 0 {
		return nil
	}
	select {
	case <-zero:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
