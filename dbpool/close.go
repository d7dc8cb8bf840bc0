package dbpool

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
	"github.com/leakvet/leakvet/dbpool/track"
)

// reclaimTimeout is the time for closing what others left open.
const reclaimTimeout = 10 * time.Second

// patience is the context of the first call of Close: for its end the work
// that is under way is waited for, but no cleanup is cut short.
type patience struct {
	once sync.Once
	ctx  context.Context
}

// plan pushes what Close has to do.
func (p *Pool) plan() {
	p.teardown.Logger = p.config.Logger
	if p.config.Remove != nil {
		p.teardown.Push("remove the database of pool "+p.config.Name, p.remove, teardown.Retry(*p.config.RemoveRetry))
	}
	p.teardown.Push("close pool "+p.config.Name, p.shutDown,
		teardown.Timeout(max(p.config.DrainTimeout, 0)+reclaimTimeout+teardown.DefaultStepTimeout))
}

// Close closes the pool, in this order:
//
//   - From now on With, InTx and Rows return ErrClosed, for those too that
//     are waiting for a connection.
//   - It waits until those that have one are done. When ctx ends, or after
//     DrainTimeout, it ends their contexts, and waits one second more.
//   - What uses DB is refused, and waited for in the same time.
//   - What is still open then is named in a *LeakError, and closed in the driver, so
//     that no lock, file or session outlives the pool. A connection that is
//     running a query at this very moment is left alone, and named too. With
//     track.Off nothing can be named or closed, just counted.
//   - If Config.Remove is set, and nothing holds the database any more, that is
//     called, under retry.
//
// All that failed is logged, and returned, each as a *teardown.StepError.
// Statements of DB().Prepare count as leaks if they are not closed before.
//
// Close may be called again, and by several goroutines at once: each call
// returns when the pool is closed, with the same error; the ctx of the first one
// counts. A function that With or InTx has called must not call it.
func (p *Pool) Close(ctx context.Context) error {
	p.patience.once.Do(func() { p.patience.ctx = ctx })
	return p.teardown.Close(ctx)
}

func (p *Pool) shutDown(ctx context.Context) error {
	patience, cancel := context.WithTimeout(p.patience.ctx, p.config.DrainTimeout)
	defer cancel()

	p.scopes.refuse()
	p.drainScopes(patience)

	statements := p.statements() // closing the sql.DB closes them in the driver
	closed := p.db.Close()
	p.drain(patience)
	return join(p.reclaim(ctx, statements), closed)
}

// drainScopes waits for the calls of With, and in the end ends their contexts.
func (p *Pool) drainScopes(patience context.Context) {
	select {
	case <-p.scopes.empty:
		return
	case <-patience.Done():
	}
	p.scopes.interrupt()
	select {
	case <-p.scopes.empty:
	case <-time.After(grace):
	}
}

// drain waits for what uses DB.
func (p *Pool) drain(patience context.Context) {
	if p.tracked.Mode() != track.Off {
		_ = p.tracked.Drain(patience) // what is not drained is reclaimed
		return
	}
	for wait := time.Millisecond; p.inUse() > 0; wait = min(2*wait, 100*time.Millisecond) {
		select {
		case <-patience.Done():
			return
		case <-time.After(wait):
		}
	}
}

// statements lists those that nobody closed.
func (p *Pool) statements() []track.Holder {
	return slices.DeleteFunc(p.tracked.Live(), func(h track.Holder) bool { return h.Kind != track.KindStmt })
}

// reclaim closes what is left, and names it.
func (p *Pool) reclaim(ctx context.Context, statements []track.Holder) error {
	ctx, cancel := context.WithTimeout(ctx, reclaimTimeout)
	defer cancel()
	done, err := p.tracked.Reclaim(ctx)
	leak := &LeakError{Pool: p.config.Name, Closed: statements, Busy: done.Busy, InUse: p.inUse(), Err: err}
	for _, h := range done.Closed {
		if h.Kind != track.KindStmt {
			leak.Closed = append(leak.Closed, h)
		}
	}
	if len(leak.Closed) == 0 && len(leak.Busy) == 0 && leak.InUse == 0 && err == nil {
		return nil
	}
	return leak
}

// remove removes the database if nobody holds it.
func (p *Pool) remove(ctx context.Context) error {
	if n := p.inUse(); n > 0 {
		return retry.Permanent(fmt.Errorf("not tried: %d connections are still in use: %w", n, ErrLeaked))
	}
	return p.config.Remove(ctx)
}
