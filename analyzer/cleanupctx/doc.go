// Package cleanupctx reports cleanups that are given a context which is done.
//
// # Analyzer cleanupctx
//
// cleanupctx: report cleanups with a context that is done by then
//
// A release that takes a context gives up when that is done. One that is done
// already makes it fail at once, or do nothing: the server is not shut down, the
// transaction not rolled back, the test's database not dropped. In a test this is
// easily missed, because its context ends before its cleanup functions run:
//
//	conn, err := pgx.Connect(t.Context(), dsn)
//	if err != nil {
//		t.Fatal(err)
//	}
//	t.Cleanup(func() {
//		if err := conn.Close(t.Context()); err != nil { // WRONG: it is cancelled by now
//			t.Error(err)
//		}
//	})
//
// Take the values of the context, and not its end:
//
//	t.Cleanup(func() {
//		if err := conn.Close(context.WithoutCancel(t.Context())); err != nil { // RIGHT
//			t.Error(err)
//		}
//	})
//
// Reported at the release or deletion: t.Context() in t.Cleanup; a context whose
// cancel function has been called, or is deferred so that it is called before; one
// that the function has just waited for (<-ctx.Done(), signal.NotifyContext), or
// that context.AfterFunc waits for to run it; the context of an errgroup after its
// Wait. The strict profile also reports a deferred release with the caller's own
// context.
//
// Silent for context.Background, context.WithoutCancel, and a timeout on either.
//
// The suggested fix takes the context without its end, from Go 1.21 on.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanupctx the test wants the error
package cleanupctx
