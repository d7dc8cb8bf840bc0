package dbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/leakvet/leakvet/dbpool/teardown"
)

// A Source makes databases that have the same schema. It is safe for concurrent
// use; make one for a package, in a variable. While none of its databases is
// open it holds nothing.
type Source struct {
	engine  engine
	schema  Schema
	options options
	budget  budget

	mu     sync.Mutex
	users  int    // databases for which the engine must stay started; guarded by mu
	reaped bool   // guarded by mu
	ready  string // the key of the template that is there; guarded by mu
}

// open makes a database for a test or whatever else has the name. Its teardown
// takes it down.
func (s *Source) open(ctx context.Context, name string) (*DB, error) {
	// What fails is told by whoever asked; the log need not say it too.
	stack := &teardown.Stack{Logger: slog.New(slog.DiscardHandler)}
	db, err := s.assemble(ctx, name, stack)
	if err != nil {
		if failed := stack.Close(ctx); failed != nil {
			err = fmt.Errorf("%w; then %w", err, failed)
		}
		return nil, fmt.Errorf("dbtest: no database for %s: %w", name, err)
	}
	db.teardown = stack
	return db, nil
}

// assemble makes a database and pushes what takes its parts down again.
func (s *Source) assemble(ctx context.Context, name string, stack *teardown.Stack) (*DB, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	stack.Push("leave the server", s.leave)
	giveBack, err := s.budget.take(ctx, name, s.options.maxConns, s.engine.limit())
	if err != nil {
		return nil, err
	}
	stack.Push("give back its connections", func(context.Context) error { giveBack(); return nil })
	unique := strings.ToLower(rand.Text()[:10])
	at, err := s.engine.create(ctx, label(name)+"_"+unique)
	if err != nil {
		return nil, err
	}
	db := &DB{source: s, at: at, DSN: at.dsn}
	stack.Push("remove database "+at.name, db.remove)
	if err := db.openPool(); err != nil {
		return nil, err
	}
	return db, nil
}

// enter makes sure that the engine is started and has the template.
func (s *Source) enter(ctx context.Context) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users == 0 {
		if err := s.engine.start(ctx); err != nil {
			return err
		}
	}
	s.users++
	defer func() {
		if err != nil {
			err = join(err, s.leaveLocked(ctx))
		}
	}()
	if !s.reaped {
		if err := s.engine.reap(ctx); err != nil {
			return fmt.Errorf("remove what earlier runs left: %w", err)
		}
		s.reaped = true
	}
	hash, err := s.schema.Hash()
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if hash == s.ready {
		return nil
	}
	if err := s.engine.template(ctx, hash, s.fill); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	s.ready = hash
	return nil
}

func (s *Source) leave(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaveLocked(context.WithoutCancel(ctx))
}

func (s *Source) leaveLocked(ctx context.Context) error {
	s.users--
	if s.users > 0 {
		return nil
	}
	return s.engine.stop(ctx)
}

// fill applies the schema to the database that becomes the template.
func (s *Source) fill(ctx context.Context, at location) (err error) {
	db := &DB{source: s, at: at, DSN: at.dsn}
	if err := db.openPool(); err != nil {
		return err
	}
	defer func() {
		leaks, failed := db.settle(context.WithoutCancel(ctx))
		err = join(err, failed, leaksError(leaks))
	}()
	if err := s.schema.Apply(ctx, db); err != nil {
		return fmt.Errorf("apply the schema: %w", err)
	}
	return nil
}
