package owners

import (
	"context"
	"database/sql"
)

// What only uses a pool is made beside it, as the generated code of queries is.

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type queries struct{ db execer }

func newQueries(db execer) *queries { return &queries{db} }

func (q *queries) touch(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, "UPDATE users SET seen = now()")
	return err
}

type badBeside struct {
	db *sql.DB
	q  *queries
}

func newBadBeside(dsn string) (*badBeside, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed: it is kept in badBeside.db"
	if err != nil {
		return nil, err
	}
	return &badBeside{db: db, q: newQueries(db)}, nil
}

func (s *badBeside) Touch(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return err
	}
	return s.q.touch(ctx)
}

type goodBeside struct {
	db *sql.DB
	q  *queries
}

func newGoodBeside(dsn string) (*goodBeside, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &goodBeside{db: db, q: newQueries(db)}, nil
}

func (s *goodBeside) Touch(ctx context.Context) error { return s.q.touch(ctx) }

func (s *goodBeside) Close() error { return s.db.Close() }

// What is around it closes it.
type closing struct{ db *sql.DB }

func (c *closing) stop() error { return c.db.Close() }

type goodClosing struct {
	db *sql.DB
	in *closing
}

func newGoodClosing(dsn string) (*goodClosing, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &goodClosing{db: db, in: &closing{db}}, nil
}

func (s *goodClosing) Ping() error { return s.db.Ping() }

func (s *goodClosing) Close() error { return s.in.stop() }
