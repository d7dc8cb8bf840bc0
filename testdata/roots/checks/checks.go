// Package checks has clean uses that depend on what is known of libraries of
// errors, retries and logs, and one leak beside each.
package checks

import (
	"context"
	"os"

	"github.com/avast/retry-go/v4"
	backoff4 "github.com/cenkalti/backoff/v4"
	"github.com/cenkalti/backoff/v5"
	crdb "github.com/cockroachdb/errors"
	"github.com/failsafe-go/failsafe-go"
	"github.com/golang/glog"
	"github.com/pkg/errors"
	"github.com/samber/lo"
	sethvargo "github.com/sethvargo/go-retry"
	"github.com/sirupsen/logrus"
	"go.uber.org/multierr"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/klog/v2"
)

func badWrapped() error {
	f, err := os.Open("file") // want "unclosed: f "
	if err := errors.Wrap(err, "open"); err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func goodWrapped() error {
	f, err := os.Open("file")
	if err := errors.Wrap(err, "open"); err != nil {
		return err
	}
	return f.Close()
}

func goodWrappedCockroach() error {
	f, err := os.Open("file")
	if err := crdb.WithHint(err, "is it there?"); err != nil {
		return err
	}
	return f.Close()
}

func badLogged(log *zap.Logger) error {
	f, err := os.Open("file") // want "unclosed: f "
	if err != nil {
		log.Error("open")
		return err
	}
	_, err = f.Stat()
	return err
}

func goodLogged(log *zap.Logger, sugar *zap.SugaredLogger) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		log.Fatal("stat")
	}
	switch info.Size() {
	case 0:
		sugar.Fatalf("%s is empty", f.Name())
	case 1:
		logrus.Fatal(f.Name())
	case 2:
		klog.Exitf("%s", f.Name())
	case 3:
		glog.Fatal(f.Name())
	}
	return f.Close()
}

func badGroup(ctx context.Context) error {
	f, err := os.Open("file") // want "unclosed: f "
	if err != nil {
		return err
	}
	group, _ := errgroup.WithContext(ctx)
	group.Go(func() error {
		_, err := f.Stat()
		return err
	})
	return group.Wait()
}

func goodGroup(ctx context.Context) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	group, _ := errgroup.WithContext(ctx)
	group.Go(f.Close)
	return group.Wait()
}

func badMust() string {
	f := lo.Must(os.Open("file")) // want "unclosed: f "
	return f.Name()
}

func goodMust() string {
	f := lo.Must(os.Open("file"))
	defer f.Close()
	return f.Name()
}

func badRetry() error {
	f, err := os.Open("file") // want "unclosed: f "
	if err != nil {
		return err
	}
	return retry.Do(f.Sync)
}

func goodRetryAvast(f *os.File) error { return retry.Do(f.Close) }

func goodRetryBackoff() error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	return backoff4.Retry(func() error { return f.Close() }, backoff4.NewExponentialBackOff())
}

func goodRetryBackoff5(ctx context.Context) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	_, err = backoff.Retry(ctx, func() (bool, error) { return true, f.Close() })
	return err
}

func goodRetrySethvargo(ctx context.Context, b sethvargo.Backoff) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	return sethvargo.Do(ctx, b, func(context.Context) error { return f.Close() })
}

func goodRetryFailsafe(policy failsafe.Policy[any]) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	return failsafe.With(policy).Run(f.Close)
}

func goodRetryWait(b wait.Backoff) error {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	return wait.ExponentialBackoff(b, func() (bool, error) { return true, f.Close() })
}

func goodInvoked() (err error) {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	defer multierr.AppendInvoke(&err, multierr.Close(f))
	_, err = f.Stat()
	return err
}

func goodInvokedFunc() (err error) {
	f, err := os.Open("file")
	if err != nil {
		return err
	}
	defer multierr.AppendFunc(&err, f.Close)
	_, err = f.Stat()
	return err
}

func badNotInvoked() error {
	f, err := os.Open("file") // want "unclosed: f "
	if err != nil {
		return err
	}
	_ = multierr.Close(f)
	_, err = f.Stat()
	return err
}
