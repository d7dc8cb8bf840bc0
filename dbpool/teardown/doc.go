// Package teardown keeps the cleanup of a program or a test in one stack that
// is always unwound whole.
//
//	func main() {
//		if err := teardown.Run(context.Background(), serve); err != nil {
//			log.Fatal(err)
//		}
//	}
//
//	func serve(ctx context.Context, td *teardown.Stack) error {
//		db, err := sql.Open("sqlite", "orders.db")
//		if err != nil {
//			return err
//		}
//		td.PushCloser("close orders.db", db)
//		…
//	}
//
// What is pushed last runs first. Each step runs, whatever became of the ones
// before it: whether they failed, panicked, called runtime.Goexit or never
// returned. Each has a context of its own with time of its own: not the one
// that was just cancelled, which would make the rollback or the DROP DATABASE
// fail, and nothing of it used up by another step.
//
// No failure is silent. Each is logged when it happens, and Close returns all
// of them as a [StepError] that names the step and the place where it was pushed.
//
// [ForTest] ties a stack to a test, and [Main] to a TestMain, so that a cleanup
// that failed fails the test too; [Run] does it for any function.
package teardown
