// Package exit has the exit codes of the commands that judge leakvet.
package exit

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// Code runs a command of that name, whose context an interrupt ends, and returns its exit
// code: 0 if all is well or help was asked for, 1 if not, 2 on an error, which it prints.
func Code(name string, run func(ctx context.Context) (well bool, err error)) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	well, err := run(ctx)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return 2
	case !well:
		return 1
	}
	return 0
}
