// Package waited is about contexts that have been waited for.
package waited

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"
)

type worker interface {
	Close(context.Context) error
	Work(context.Context) error
}

func badReceived(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	return srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then, and cannot finish: this was waited for"
}

func badSignal(srv *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go srv.ListenAndServe()
	<-ctx.Done()
	shutdown, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return srv.Shutdown(shutdown) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
}

func badGoroutine(ctx context.Context, srv *http.Server) error {
	go func() {
		<-ctx.Done()
		srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
	}()
	return srv.ListenAndServe()
}

func badSelected(ctx context.Context, w worker, ticks <-chan time.Time) error {
	for {
		select {
		case <-ctx.Done():
			return w.Close(ctx) // want "cleanupctx: w.Close is given a context that is done by then"
		case <-ticks:
			if err := w.Work(ctx); err != nil {
				return err
			}
		}
	}
}

func badAfterError(ctx context.Context, w worker) error {
	if err := w.Work(ctx); err != nil {
		if ctx.Err() != nil {
			return w.Close(ctx) // want "cleanupctx: w.Close is given a context that is done by then"
		}
		return err
	}
	return nil
}

func badDeferred(ctx context.Context, w worker, jobs <-chan int) {
	defer w.Close(ctx) // want "cleanupctx: w.Close is given a context that is done by then"
	for {
		select {
		case <-ctx.Done():
			return
		case <-jobs:
		}
	}
}

// On the way on which the signal comes, the deferred call is in vain.
func badOwnDeferred(w worker) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	defer w.Close(ctx) // want "cleanupctx: w.Close is given a context that is done by then"
	if err := w.Work(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func goodFresh(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}

func goodWithout(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}

// In the other case nothing is known.
func goodOtherCase(ctx context.Context, w worker, quit <-chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-quit:
		return w.Close(ctx)
	}
}

// On one of two ways.
func badBoth(ctx context.Context, w worker, quit <-chan struct{}) error {
	select {
	case <-ctx.Done():
	case <-quit:
	}
	return w.Close(ctx) // want "cleanupctx: w.Close is given a context that is done by then"
}

func goodOtherContext(ctx, stop context.Context, w worker) error {
	<-stop.Done()
	return w.Close(ctx)
}

func goodAlive(ctx context.Context, w worker) error {
	if ctx.Err() == nil {
		return w.Close(ctx)
	}
	return ctx.Err()
}

// In one of the places in which it is called, the context is done.
func badCalledTwice(ctx context.Context, w worker) error {
	abort := func() {
		if err := w.Close(ctx); err != nil { // want "cleanupctx: w.Close is given a context that is done by then"
			println(err)
		}
	}
	if err := w.Work(ctx); err != nil {
		abort()
		return err
	}
	select {
	case <-ctx.Done():
		abort()
		return ctx.Err()
	default:
		return nil
	}
}

// It is never done.
func goodBackground(w worker, quit <-chan struct{}) error {
	ctx := context.Background()
	defer w.Close(ctx)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-quit:
		return w.Work(ctx)
	}
}

type locker struct{ held bool }

func (l *locker) Close(context.Context) error {
	l.held = false
	return nil
}

// What it does has no end to wait for.
func goodIgnored(ctx context.Context, l *locker) error {
	<-ctx.Done()
	return l.Close(ctx)
}

type pooled struct{ w worker }

func (p *pooled) Close(ctx context.Context) error { return p.w.Close(ctx) }

func badHandedOn(ctx context.Context, p *pooled) error {
	<-ctx.Done()
	return p.Close(ctx) // want "cleanupctx: p.Close is given a context that is done by then"
}

// The function runs when the context is done.
func badAfterFunc(ctx context.Context, srv *http.Server) error {
	context.AfterFunc(ctx, func() {
		srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then, and cannot finish: context.AfterFunc runs the function when it is done"
	})
	return srv.ListenAndServe()
}

func badAfterFuncDerived(ctx context.Context, srv *http.Server) error {
	stop := context.AfterFunc(ctx, func() {
		shutdown, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		srv.Shutdown(shutdown) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
	})
	defer stop()
	return srv.ListenAndServe()
}

func badAfterFuncGoroutine(ctx context.Context, srv *http.Server) error {
	context.AfterFunc(ctx, func() {
		go func() {
			srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
		}()
	})
	return srv.ListenAndServe()
}

func badAfterFuncVariable(ctx context.Context, srv *http.Server) error {
	shutdown := func() {
		srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
	}
	context.AfterFunc(ctx, shutdown)
	return srv.ListenAndServe()
}

func goodAfterFunc(ctx context.Context, srv *http.Server) error {
	context.AfterFunc(ctx, func() {
		shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		srv.Shutdown(shutdown)
	})
	return srv.ListenAndServe()
}

func goodAfterFuncOther(ctx, outer context.Context, srv *http.Server) error {
	context.AfterFunc(ctx, func() { srv.Shutdown(outer) })
	return srv.ListenAndServe()
}

// It may be called before that.
func goodAfterFuncCalledToo(ctx context.Context, srv *http.Server) error {
	shutdown := func() { srv.Shutdown(ctx) }
	context.AfterFunc(ctx, shutdown)
	err := srv.ListenAndServe()
	shutdown()
	return err
}

func goodAfterFuncReset(ctx context.Context, srv *http.Server) error {
	context.AfterFunc(ctx, func() {
		ctx = context.WithoutCancel(ctx)
		srv.Shutdown(ctx)
	})
	return srv.ListenAndServe()
}

// A helper hands the context on.
func shutdown(ctx context.Context, srv *http.Server) error {
	if err := srv.Shutdown(ctx); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}

func badHelper(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	return shutdown(ctx, srv) // want "cleanupctx: shutdown is given a context that is done by then"
}

func goodHelper(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	return shutdown(context.WithoutCancel(ctx), srv)
}

// A helper that makes one of its own.
func drain(ctx context.Context, srv *http.Server) error {
	log.Println("shutting down", ctx.Err())
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return srv.Shutdown(own)
}

func goodOwn(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	return drain(ctx, srv)
}

// The usual server: it fails, or it is told to end.
func badServe(ctx context.Context, srv *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	return errors.Join(err, srv.Shutdown(ctx)) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
}

func badMayWait(ctx context.Context, srv *http.Server, wait bool) error {
	if wait {
		<-ctx.Done()
	}
	return srv.Shutdown(ctx) // want "cleanupctx: srv.Shutdown is given a context that is done by then"
}

// It is shut down where the context is alive.
func goodServe(ctx context.Context, srv *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	aborted := false
	select {
	case err := <-failed:
		return err
	case <-time.After(time.Minute):
	case <-ctx.Done():
		aborted = true
	}
	if aborted {
		return srv.Close()
	}
	return srv.Shutdown(ctx)
}
