package retry_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
)

// A fault that passes is retried, one that does not is returned at once.
func ExampleDo() {
	attempts := 0
	remove := func(context.Context) error {
		attempts++
		switch attempts {
		case 1:
			return errors.New("file is locked")
		default:
			return retry.Permanent(fs.ErrPermission)
		}
	}
	policy := retry.Policy{Delay: time.Millisecond, Logger: logger()}
	err := retry.Do(context.Background(), "remove a.db", policy, remove)

	failed, _ := errors.AsType[*retry.Error](err)
	fmt.Println(failed.Attempts, errors.Is(err, fs.ErrPermission))
	// Output:
	// level=WARN msg=retrying op="remove a.db" attempt=1 of=3 wait=1ms err="file is locked"
	// 2 true
}

func ExampleValue() {
	starting := true
	version, err := retry.Value(context.Background(), "ask for the version", retry.Policy{Delay: time.Millisecond, Logger: logger()},
		func(context.Context) (string, error) {
			if starting {
				starting = false
				return "", errors.New("the database system is starting up")
			}
			return "PostgreSQL 15", nil
		})
	fmt.Println(version, err)
	// Output:
	// level=WARN msg=retrying op="ask for the version" attempt=1 of=3 wait=1ms err="the database system is starting up"
	// PostgreSQL 15 <nil>
}

// logger writes to standard output, and leaves out the time, so that examples
// print the same each time.
func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
}
