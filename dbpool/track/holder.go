package track

import (
	"fmt"
	"strings"
	"time"
)

// Kind is what is held. Its text is the name of the type in database/sql.
type Kind string

const (
	KindConn Kind = "Conn"
	KindTx   Kind = "Tx"
	KindStmt Kind = "Stmt"
	KindRows Kind = "Rows"
	KindRow  Kind = "Row" // a *sql.Row whose Scan was not called; only with Stacks, else it is Rows
)

// A Holder says what is open and who opened it. It is a copy: it neither
// changes nor keeps anything open.
type Holder struct {
	Kind  Kind
	Query string        // of Stmt, Rows and Row
	Since time.Time     // when it was opened
	Age   time.Duration // how long ago that was when the registry was read
	Conn  uint64        // the number of its connection, from 1; equal for what shares one

	// LastQuery is what its connection ran last, and Running for how long that
	// has been running; 0 if it has ended.
	LastQuery string
	Running   time.Duration

	// Ending says that database/sql is about to release it: the context that it
	// was opened with has ended, or it is a connection that was taken for one
	// call, not as a *sql.Conn. Without stacks that is not known, and every Conn
	// is called ending.
	Ending bool

	stack []uintptr
}

// Stack returns where it was opened: the caller's frames, innermost first,
// without those of database/sql and of this module. It is empty unless the
// mode is [Stacks].
func (h Holder) Stack() []Frame {
	frames, _ := symbolise(h.stack)
	return frames
}

// String returns one line: Rows "SELECT 1" held 330ms by shop.LoadOrders (orders.go:33).
func (h Holder) String() string {
	var b strings.Builder
	b.WriteString(string(h.Kind))
	if h.Query != "" {
		fmt.Fprintf(&b, " %q", h.Query)
	}
	fmt.Fprintf(&b, " held %s", rounded(h.Age))
	if frames := h.Stack(); len(frames) > 0 {
		fmt.Fprintf(&b, " by %s", frames[0])
	}
	switch {
	case h.Running > 0:
		fmt.Fprintf(&b, ", running %q for %s", h.LastQuery, rounded(h.Running))
	case h.Kind == KindTx || h.Kind == KindConn:
		if h.LastQuery != "" {
			fmt.Fprintf(&b, ", last %q", h.LastQuery)
		}
	}
	return b.String()
}

// Describe returns the line of String and below it the stack, a frame a line,
// indented with a tab.
func (h Holder) Describe() string {
	var b strings.Builder
	b.WriteString(h.String())
	for _, f := range h.Stack() {
		fmt.Fprintf(&b, "\n\t%s\n\t\t%s:%d", f.Function, f.File, f.Line)
	}
	return b.String()
}

// rounded drops digits that nobody reads.
func rounded(d time.Duration) time.Duration {
	switch {
	case d > time.Second:
		return d.Round(10 * time.Millisecond)
	case d > time.Millisecond:
		return d.Round(time.Millisecond)
	default:
		return d.Round(time.Microsecond)
	}
}
