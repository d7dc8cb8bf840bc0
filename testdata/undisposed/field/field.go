// Package field has pools on which earlier versions were wrong, in the words
// of a parcel service.
package field

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/cases/undisposed/field/lib"
)

// The helper of another package fails and leaves the pool open, as does this.
func badConfigureFails(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	if err := lib.Configure(db); err != nil {
		return nil, err
	}
	return db, nil
}

// The helper of another package fails, and the pool is closed here.
func goodConfigureFails(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := lib.Configure(db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// The helper of another package closes what it cannot configure.
func goodConfigureOrClose(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := lib.ConfigureOrClose(db); err != nil {
		return nil, fmt.Errorf("parcels: %w", err)
	}
	return db, nil
}

// The helper has closed on its own error only.
func badConfigureOrCloseThenFails(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	if err := lib.ConfigureOrClose(db); err != nil {
		return nil, fmt.Errorf("parcels: %w", err)
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("ping: %w", err)
	}
	return db, nil
}

// tracker counts parcels through a chain that ends in a pool.
type tracker struct {
	provider *lib.Provider
	depot    string
}

// The exporter is in a reader, that in an option, that in the provider, which
// Shutdown shuts down.
func goodNewTracker(dsn, depot string) (*tracker, error) {
	exp, err := lib.NewExporter(dsn)
	if err != nil {
		return nil, fmt.Errorf("tracker of %s: %w", depot, err)
	}
	reader := lib.NewReader(exp)
	provider := lib.NewProvider(lib.WithReader(reader))
	return &tracker{provider: provider, depot: depot}, nil
}

// The exporter is made, and the provider is made without it.
func badNewTracker(ctx context.Context, dsn, depot string) (*tracker, error) {
	exp, err := lib.NewExporter(dsn) // want "undisposed: exp "
	if err != nil {
		return nil, fmt.Errorf("tracker of %s: %w", depot, err)
	}
	if err := exp.Export(ctx, depot, 0); err != nil {
		return nil, errors.Join(err, exp.Shutdown(ctx))
	}
	return &tracker{provider: lib.NewProvider(), depot: depot}, nil
}

func (t *tracker) parcel(ctx context.Context) error { return t.provider.Count(ctx, t.depot) }

func (t *tracker) Shutdown(ctx context.Context) error { return t.provider.Shutdown(ctx) }

// The method value of the pool goes on the stack of another package.
func goodClosersStack(cs *lib.Closers, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	cs.AddWithError(db.Close)
	return db, nil
}

// The method value goes on the stack before anything can fail.
func goodClosersStackFirst(ctx context.Context, cs *lib.Closers, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	cs.AddWithError(db.Close)
	return db.PingContext(ctx)
}

// The method value goes on the stack too late.
func badClosersStackLate(ctx context.Context, cs *lib.Closers, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	cs.AddWithError(db.Close)
	return nil
}

type depotOption func(*depot) error

// depot has options which open things and say how to close them.
type depot struct {
	closeables lib.Closers
	db         *sql.DB
}

func withDatabase(dsn string) depotOption {
	return func(d *depot) error {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return err
		}
		d.closeables.AddWithError(db.Close)
		d.db = db
		return nil
	}
}

// The option that fails ends what the options before it have begun.
func goodNewDepot(opts ...depotOption) (*depot, error) {
	d := &depot{}
	for _, opt := range opts {
		if err := opt(d); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return d, nil
}

func (d *depot) stored(ctx context.Context) (n int, err error) {
	err = d.db.QueryRowContext(ctx, "SELECT count(*) FROM parcels").Scan(&n)
	return n, err
}

func (d *depot) Close() error { return d.closeables.CloseAll() }

// The depot is closed by its user.
func goodDepot(ctx context.Context, dsn string) (n int, err error) {
	d, err := goodNewDepot(withDatabase(dsn))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.stored(ctx)
}

// The constructor gives up between two pools: the first is left.
func badSecondPoolFails(parcels, routes string) (_, _ *sql.DB, err error) {
	p, err := sql.Open("postgres", parcels) // want "undisposed: p "
	if err != nil {
		return nil, nil, err
	}
	r, err := sql.Open("postgres", routes)
	if err != nil {
		return nil, nil, err
	}
	return p, r, nil
}

// A deferred closure ends both pools when the constructor gives up.
func goodSecondPoolFails(parcels, routes string) (_, _ *sql.DB, err error) {
	p, err := sql.Open("postgres", parcels)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	r, err := sql.Open("postgres", routes)
	if err != nil {
		return nil, nil, err
	}
	return p, r, nil
}

// The connection goes back and the pool that it came from stays.
func badConnOnly(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "VACUUM")
	return err
}

// The connection goes back, and then the pool ends.
func goodConnAndPool(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "VACUUM")
	return err
}

// The second defer closes the first pool again, by a slip of the pen.
func badClosesTheOther(ctx context.Context, from, to string) error {
	src, err := sql.Open("postgres", from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := sql.Open("postgres", to) // want "undisposed: dst "
	if err != nil {
		return err
	}
	defer src.Close()
	return errors.Join(src.PingContext(ctx), dst.PingContext(ctx))
}
