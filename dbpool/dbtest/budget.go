package dbtest

import (
	"context"
	"strings"
	"sync"
)

// A budget shares out the connections that a server allows. Who asks gets all
// that it needs or waits: tests that had half of it each would wait for ever.
type budget struct {
	mu    sync.Mutex
	used  int
	by    map[string]int // by top-level test
	freed chan struct{}  // closed when something is given back
}

// take waits until n connections are free for a test. One that has some already
// is let through whatever the limit, as is the first: nobody waits for itself.
func (b *budget) take(ctx context.Context, test string, n, limit int) (giveBack func(), err error) {
	owner, _, _ := strings.Cut(test, "/")
	for {
		freed := b.try(owner, n, limit)
		if freed == nil {
			return func() { b.release(owner, n) }, nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// try takes n connections and returns nil, or what to wait for.
func (b *budget) try(owner string, n, limit int) (freed chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if limit > 0 && b.used > 0 && b.used+n > limit && b.by[owner] == 0 {
		if b.freed == nil {
			b.freed = make(chan struct{})
		}
		return b.freed
	}
	if b.by == nil {
		b.by = map[string]int{}
	}
	b.used += n
	b.by[owner] += n
	return nil
}

func (b *budget) release(owner string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= n
	if b.by[owner] -= n; b.by[owner] == 0 {
		delete(b.by, owner)
	}
	if b.freed != nil {
		close(b.freed)
		b.freed = nil
	}
}
