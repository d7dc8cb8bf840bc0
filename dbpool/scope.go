package dbpool

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"

	"github.com/leakvet/leakvet/dbpool/track"
)

// A scope is one call of With, from its begin to its end.
type scope struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	conn   *sql.Conn     // nil until the wait for it is over
	lease  track.Lease   // of conn
	begin  time.Duration // of the wait, on the pool's clock

	state      atomic.Int32
	prev, next *scope // guarded by scopes.mu
}

// The state of a scope. Whoever moves it on from waits decides how the wait ended.
const (
	waits int32 = iota
	works       // has its connection
	ended       // its wait was ended
)

// end ends the wait of a scope, if it still waits.
func (one *scope) end(cause error) {
	if one.state.CompareAndSwap(waits, ended) {
		one.cancel(cause)
	}
}

// scopes are those that are under way in a pool.
type scopes struct {
	timeout time.Duration // of a wait
	epoch   time.Time     // of the clock

	mu      sync.Mutex
	first   *scope        // guarded by mu
	spare   *scope        // for reuse, linked by next; guarded by mu
	spares  int           // how many these are; guarded by mu
	refused bool          // no more are let in; guarded by mu
	empty   chan struct{} // closed once refused is set and all have left

	// One timer does for all waits: mostly there is none when it goes off.
	timer *time.Timer // guarded by mu
	armed bool        // guarded by mu
}

func newScopes(timeout time.Duration) *scopes {
	return &scopes{timeout: timeout, epoch: time.Now(), empty: make(chan struct{})}
}

// now is the pool's clock. It is cheaper than time.Now.
func (s *scopes) now() time.Duration { return time.Since(s.epoch) }

// enter lets a scope with a context in, and returns nil if none is let in any
// more. Between enter and leave the scope belongs to the caller.
func (s *scopes) enter(ctx context.Context, cancel context.CancelCauseFunc) *scope {
	begin := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused {
		return nil
	}
	one := s.take()
	one.ctx, one.cancel, one.begin = ctx, cancel, begin
	if one.next = s.first; s.first != nil {
		s.first.prev = one
	}
	s.first = one
	if !s.armed {
		s.arm(s.timeout)
	}
	return one
}

func (s *scopes) leave(one *scope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.prev == nil {
		s.first = one.next
	} else {
		one.prev.next = one.next
	}
	if one.next != nil {
		one.next.prev = one.prev
	}
	s.keep(one)
	s.signalEmpty()
}

// maxSpare bounds how many scopes are kept for reuse.
const maxSpare = 16

// take returns an empty scope. s.mu is locked.
func (s *scopes) take() *scope {
	one := s.spare
	if one == nil {
		return new(scope)
	}
	s.spare, one.next = one.next, nil
	s.spares--
	return one
}

// keep empties a scope, for reuse. s.mu is locked.
func (s *scopes) keep(one *scope) {
	*one = scope{}
	if s.spares < maxSpare {
		one.next = s.spare
		s.spare = one
		s.spares++
	}
}

// all ranges over those that are under way. s.mu is locked.
func (s *scopes) all(yield func(*scope) bool) {
	for one := s.first; one != nil && yield(one); one = one.next {
	}
}

func (s *scopes) signalEmpty() {
	if s.refused && s.first == nil {
		close(s.empty)
	}
}

// arm sets the timer. s.mu is locked.
func (s *scopes) arm(in time.Duration) {
	s.armed = true
	if s.timer == nil {
		s.timer = time.AfterFunc(in, s.expire)
	} else {
		s.timer.Reset(in)
	}
}

// expire ends the waits whose time is up, and sets the timer for the next.
func (s *scopes) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = false
	now, next := s.now(), time.Duration(-1)
	for one := range s.all {
		left := one.begin + s.timeout - now
		switch {
		case one.state.Load() != waits:
		case left <= 0:
			one.end(errWaited)
		case next < 0 || left < next:
			next = left
		}
	}
	if next >= 0 {
		s.arm(next)
	}
}

// refuse lets no more in, and ends the wait of those that have no connection.
func (s *scopes) refuse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = true
	if s.timer != nil {
		s.timer.Stop()
	}
	s.signalEmpty()
	for one := range s.all {
		one.end(ErrClosed)
	}
}

// interrupt ends the contexts of all.
func (s *scopes) interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for one := range s.all {
		one.cancel(ErrClosed)
	}
}

// isRefused reports whether no more are let in.
func (s *scopes) isRefused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// waiting counts those that have no connection yet.
func (s *scopes) waiting() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for one := range s.all {
		if one.state.Load() == waits {
			n++
		}
	}
	return n
}
