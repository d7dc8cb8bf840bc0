package sql

import (
	"context"
	real "database/sql"
	"slices"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// A querier is what pools, connections and transactions have in common.
type querier struct {
	on       realQuerier
	own      *world.Resource // nil if it is not the program's
	children []*world.Resource
}

type realQuerier interface {
	QueryContext(context.Context, string, ...any) (*real.Rows, error)
	ExecContext(context.Context, string, ...any) (real.Result, error)
	PrepareContext(context.Context, string) (*real.Stmt, error)
}

func newQuerier(on realQuerier, own *world.Resource) *querier {
	return &querier{on: on, own: own}
}

func (q *querier) use() {
	if q.own != nil {
		q.own.Use()
	}
}

// open returns the open resources of some kinds that were acquired from q.
func (q *querier) open(kinds ...string) []*world.Resource {
	var open []*world.Resource
	for _, child := range q.children {
		if slices.Contains(kinds, child.Kind) && child.Open() {
			open = append(open, child)
		}
	}
	return open
}

func (q *querier) has(child *world.Resource) {
	if q.own != nil && q.own.Kind == "tx" {
		child.EndsWith(q.own)
	}
	q.children = append(q.children, child)
}

func (q *querier) Query(query string, args ...any) (*Rows, error) {
	return q.QueryContext(context.Background(), query, args...)
}

func (q *querier) QueryContext(ctx context.Context, query string, args ...any) (*Rows, error) {
	q.use()
	ctx, h := withSlot(ctx)
	r, err := q.on.QueryContext(ctx, query, args...)
	return newRows(r, err, h, q)
}

func (q *querier) Exec(query string, args ...any) (Result, error) {
	return q.ExecContext(context.Background(), query, args...)
}

func (q *querier) ExecContext(ctx context.Context, query string, args ...any) (Result, error) {
	q.use()
	return q.on.ExecContext(ctx, query, args...)
}

func (q *querier) Prepare(query string) (*Stmt, error) {
	return q.PrepareContext(context.Background(), query)
}

func (q *querier) PrepareContext(ctx context.Context, query string) (*Stmt, error) {
	q.use()
	ctx, h := withSlot(ctx)
	s, err := q.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	// A statement that is closed while its connection is busy is closed later. If it
	// never is, that is the fault of what keeps the connection busy.
	closed := false
	own := world.Acquired("stmt", func() bool { return !closed && (*h).open() }, func() { closed = true; _ = s.Close() })
	q.has(own)
	return &Stmt{real: s, own: own, on: q}, nil
}
