package teardown_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
)

// The steps run in the opposite order of the work, and one that fails keeps
// none of the others from running.
func ExampleRun() {
	err := teardown.Run(context.Background(), func(_ context.Context, td *teardown.Stack) error {
		td.Logger = slog.New(slog.DiscardHandler)

		fmt.Println("create the file")
		td.Push("remove the file", func(context.Context) error {
			fmt.Println("remove the file")
			return nil
		}, teardown.Retry(retry.Removal()))

		fmt.Println("open the pool")
		td.Push("close the pool", func(context.Context) error {
			fmt.Println("close the pool")
			return errors.New("2 connections are still in use")
		})
		return nil
	})
	failed, _ := errors.AsType[*teardown.StepError](err)
	fmt.Printf("could not %s: %v\n", failed.Step, failed.Err)
	// Output:
	// create the file
	// open the pool
	// close the pool
	// remove the file
	// could not close the pool: 2 connections are still in use
}

// packageTests stand for the *testing.M that TestMain gets.
type packageTests struct{}

func (packageTests) Run() int { return 0 }

// In TestMain: os.Exit(teardown.Main(m, setup)). Tests that passed have failed
// if their cleanup does.
func ExampleMain() {
	code := teardown.Main(packageTests{}, func(_ context.Context, td *teardown.Stack) error {
		td.Logger = slog.New(slog.DiscardHandler)
		td.Push("drop database orders_test", func(context.Context) error {
			return errors.New("it is being accessed by other users")
		})
		return nil
	})
	fmt.Println("exit code", code)
	// Output: exit code 1
}

// What was built of parts is returned whole, or taken down again.
func ExampleStack_Detach() {
	type server struct{ teardown *teardown.Stack }

	start := func(listening bool) (_ *server, err error) {
		var parts teardown.Stack
		defer func() { err = errors.Join(err, parts.Close(context.Background())) }()

		parts.Push("close the pool", func(context.Context) error { fmt.Println("pool closed"); return nil })
		if !listening {
			return nil, errors.New("address already in use")
		}
		return &server{parts.Detach()}, nil
	}

	_, err := start(false)
	fmt.Println(err)

	s, err := start(true)
	fmt.Println("started", err)
	if err := s.teardown.Close(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// pool closed
	// address already in use
	// started <nil>
	// pool closed
}
