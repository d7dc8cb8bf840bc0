// Package retry repeats what may fail for a moment: removing a file that a
// virus scanner still holds, dropping a database that a session is just
// leaving, reaching a server that is starting.
//
//	err := retry.Do(ctx, "remove "+path, retry.Policy{}, func(context.Context) error {
//		return os.Remove(path)
//	})
//
// Three things are promised:
//
//   - A retry is seen: each one is a warning in the log that says what failed,
//     why, and how long the next attempt is away.
//   - The last error is never lost, not even where the context ends the wait:
//     [Error] unwraps to both.
//   - Nothing is attempted once the context is over, and what need not be tried
//     again is not: see [Permanent] and [Policy.Retryable].
//
// Everything here is safe for use by several goroutines at once.
package retry
