package dbpool

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leakvet/leakvet/dbpool/track"
)

// What errors.Is finds in the errors of a pool.
var (
	ErrClosed    = errors.New("the pool is closed")
	ErrExhausted = errors.New("the pool is exhausted")
	ErrLeaked    = errors.New("something was not closed")
)

func (p *Pool) errClosed() error { return fmt.Errorf("dbpool: %s: %w", p.config.Name, ErrClosed) }

// An ExhaustedError says that no connection came free in time, because all
// were in use, and by whom. errors.Is finds in it ErrExhausted and the error of
// the context, mostly context.DeadlineExceeded.
type ExhaustedError struct {
	Pool    string         // its name
	Limit   int            // how many connections may be open
	Waited  time.Duration  // how long the caller waited; 0 from Explain, which cannot know
	Waiting int            // how many other callers of With, InTx and Rows wait
	Holders []track.Holder // what holds the connections, oldest first; empty with track.Off
	Err     error          // of the context
}

func (e *ExhaustedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "dbpool: %s: no connection", e.Pool)
	if e.Waited > 0 {
		fmt.Fprintf(&b, " within %v", e.Waited)
	}
	fmt.Fprintf(&b, ": %d of %d in use", e.Limit, e.Limit)
	if e.Waiting > 0 {
		fmt.Fprintf(&b, ", %d more callers wait", e.Waiting)
	}
	describe(&b, e.Holders)
	return b.String()
}

// Unwrap returns ErrExhausted and e.Err.
func (e *ExhaustedError) Unwrap() []error { return []error{ErrExhausted, e.Err} }

// A LeakError names what was still open when it had to be closed. errors.Is
// finds in it ErrLeaked and Err.
type LeakError struct {
	Pool   string         // its name
	Closed []track.Holder // what the pool closed for its owner
	Busy   []track.Holder // what is still open: in use this moment, or not the pool's to close
	InUse  int            // how many connections stay in use; with track.Off all that is known
	Err    error          // of closing it; mostly nil
}

func (e *LeakError) Error() string {
	var parts []string
	part := func(n int, what string, holders []track.Holder) {
		var b strings.Builder
		fmt.Fprintf(&b, "dbpool: %s: %d %s", e.Pool, n, what)
		describe(&b, holders)
		parts = append(parts, b.String())
	}
	if n := len(e.Closed); n > 0 {
		part(n, "not closed by the owner, closed now:", e.Closed)
	}
	switch n := len(e.Busy); {
	case n > 0:
		part(n, "still in use:", e.Busy)
	case e.InUse > 0:
		part(e.InUse, "connections still in use; with track.Off nobody knows by whom", nil)
	}
	if e.Err != nil {
		parts = append(parts, fmt.Sprintf("dbpool: %s: %v", e.Pool, e.Err))
	}
	return strings.Join(parts, "\n")
}

// Unwrap returns ErrLeaked and, if it is not nil, e.Err.
func (e *LeakError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrLeaked}
	}
	return []error{ErrLeaked, e.Err}
}

// described is how many different holders an error describes.
const described = 10

// describe adds holders with their stacks to a message, a line each. What one
// place opened many times is described once.
func describe(b *strings.Builder, holders []track.Holder) {
	times := map[string]int{}
	var different []track.Holder
	for _, h := range holders {
		if times[origin(h)]++; times[origin(h)] == 1 {
			different = append(different, h)
		}
	}
	for i, h := range different {
		if i == described {
			fmt.Fprintf(b, "\n    and %d from other places", len(different)-described)
			return
		}
		b.WriteString("\n    ")
		if n := times[origin(h)]; n > 1 {
			fmt.Fprintf(b, "%d times ", n)
		}
		b.WriteString(strings.ReplaceAll(h.Describe(), "\n", "\n    "))
	}
}

// origin is equal for what the same place opened for the same query.
func origin(h track.Holder) string { return fmt.Sprint(h.Kind, h.Query, h.Stack()) }
