// Package cancelled is about cancel functions that are called before.
package cancelled

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

type client interface {
	Disconnect(context.Context) error
	Ping(context.Context) error
}

func badPlain(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	go serve(ctx, srv)
	cancel()
	return srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then, and cannot finish: its cancel function has been called"
}

// The last defer is the first to run.
func badDeferOrder(c client) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer func() { err = errors.Join(err, c.Disconnect(ctx)) }() // want "cleanupctx: c.Disconnect is given a context that is done by then"
	defer cancel()
	return c.Ping(ctx)
}

func badDerived(c client) error {
	parent, cancel := context.WithCancel(context.Background())
	if err := c.Ping(parent); err != nil {
		return err
	}
	cancel()
	ctx, stop := context.WithTimeout(parent, time.Second)
	defer stop()
	return c.Disconnect(ctx) // want "cleanupctx: c.Disconnect is given a context that is done by then"
}

func badReturned(c client) (func() error, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.Ping(ctx); err != nil {
		return nil, err
	}
	return func() error {
		return c.Disconnect(ctx) // want "cleanupctx: c.Disconnect is given a context that is done by then"
	}, nil
}

func badGroup(ctx context.Context, c client, work func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work(ctx) })
	err := g.Wait()
	return errors.Join(err, c.Disconnect(ctx)) // want "cleanupctx: c.Disconnect is given a context that is done by then, and cannot finish: the group's Wait cancels it"
}

func goodOrder(c client) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	defer func() { err = errors.Join(err, c.Disconnect(ctx)) }()
	return c.Ping(ctx)
}

func goodBefore(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	err := srv.Shutdown(ctx)
	cancel()
	return err
}

func goodOther(ctx context.Context, srv *http.Server) error {
	work, cancel := context.WithCancel(ctx)
	go serve(work, srv)
	cancel()
	return srv.Shutdown(ctx)
}

func goodGroup(ctx context.Context, c client, work func(context.Context) error) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work(gctx) })
	err := g.Wait()
	return errors.Join(err, c.Disconnect(ctx))
}

func goodWithout(c client) error {
	parent, cancel := context.WithCancel(context.Background())
	cancel()
	return c.Disconnect(context.WithoutCancel(parent))
}

// It is not called on the way there.
func goodBranch(ctx context.Context, c client, stop bool) error {
	ctx, cancel := context.WithCancel(ctx)
	if stop {
		cancel()
		return ctx.Err()
	}
	defer cancel()
	return c.Disconnect(ctx)
}

func serve(ctx context.Context, srv *http.Server) { <-ctx.Done() }

// A context that has never been alive says: do not wait.
func goodImpatient(c client) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return c.Disconnect(ctx)
}
