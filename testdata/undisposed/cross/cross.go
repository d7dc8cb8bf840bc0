// Package cross gets its pools from another package, or has them closed there.
package cross

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/cases/undisposed/cross/lib"
)

// The owner is inferred in the other package.
func badStoreDropped(ctx context.Context, dsn string) (int, error) {
	st, err := lib.OpenStore(ctx, dsn) // want "undisposed: st "
	if err != nil {
		return 0, err
	}
	return st.Users(ctx)
}

// The owner is closed, but not when there is nobody in it.
func badStoreEarlyReturn(ctx context.Context, dsn string) error {
	st, err := lib.OpenStore(ctx, dsn) // want "undisposed: st "
	if err != nil {
		return err
	}
	n, err := st.Users(ctx)
	if err != nil || n == 0 {
		return err
	}
	fmt.Println(n, "users")
	return st.Close()
}

// The other package opens a plain pool.
func badMustOpenDropped(ctx context.Context, dsn string) error {
	db := lib.MustOpen(dsn) // want "undisposed: db "
	return lib.Warm(ctx, db)
}

// The other package only keeps the pool to use it.
func badWatcherBorrows(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	return lib.NewWatcher(db).Check(ctx)
}

// site owns an owner and has no method that closes it.
type site struct{ users *lib.Store }

func badNewSite(ctx context.Context, dsn string) (*site, error) {
	users, err := lib.OpenStore(ctx, dsn) // want "undisposed: .*Store"
	if err != nil {
		return nil, err
	}
	return &site{users: users}, nil
}

func (s *site) visitors(ctx context.Context) (int, error) { return s.users.Users(ctx) }

func goodStoreClosed(ctx context.Context, dsn string) (int, error) {
	st, err := lib.OpenStore(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	return st.Users(ctx)
}

func goodCloserElsewhere(ctx context.Context, dsn string) error {
	db := lib.MustOpen(dsn)
	defer lib.CloseAndLog(db)
	return lib.Warm(ctx, db)
}

func goodVariadicCloser(ctx context.Context, left, right string) error {
	a, b := lib.MustOpen(left), lib.MustOpen(right)
	err := lib.Warm(ctx, a)
	if err == nil {
		err = lib.Warm(ctx, b)
	}
	return errors.Join(err, lib.CloseAll(a, b))
}

// The registry of the other package takes the pool.
func goodAdopted(ctx context.Context, r *lib.Registry, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	r.Adopt(db)
	return lib.Warm(ctx, db)
}

// portal owns an owner and closes it.
type portal struct{ users *lib.Store }

func goodNewPortal(ctx context.Context, dsn string) (*portal, error) {
	users, err := lib.OpenStore(ctx, dsn)
	if err != nil {
		return nil, err
	}
	return &portal{users: users}, nil
}

func (p *portal) Close() error { return p.users.Close() }
