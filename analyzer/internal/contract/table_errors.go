package contract

import "strings"

// errorLibraries is about errors, about who calls a func argument, and about
// what never returns.
func errorLibraries() []Library {
	return []Library{
		{
			Path:       "github.com/pkg/errors",
			ErrTests:   "Is/0 As/0",
			NilKeepers: "Cause/0 WithMessage/0 WithMessagef/0 WithStack/0 Wrap/0 Wrapf/0",
			NonNil:     "Errorf New",
		},
		{
			Path:     "github.com/cockroachdb/errors",
			ErrTests: "Is/0 IsAny/0 As/0",
			NilKeepers: "Handled/0 HandledWithMessage/0 Mark/0 WithContextTags/0 WithDetail/0 WithDetailf/0 " +
				"WithHint/0 WithHintf/0 WithMessage/0 WithMessagef/0 WithSafeDetails/0 " +
				"WithSecondaryError/0 WithStack/0 WithStackDepth/0 WithTelemetry/0 " +
				"Wrap/0 WrapWithDepth/1 WrapWithDepthf/1 Wrapf/0",
			NonNil: "AssertionFailedf Errorf New NewWithDepth NewWithDepthf Newf",
		},
		{Path: "golang.org/x/xerrors", ErrTests: "Is/0 As/0", NonNil: "Errorf New"},
		// Nil for codes.OK, but nobody makes an error of that.
		{Path: "google.golang.org/grpc/status", NonNil: "Error Errorf"},

		{
			Path:     "go.uber.org/multierr",
			Releases: "AppendInvoke/1",
			Wraps:    "Close/0",
			CallsNow: "AppendFunc/1",
		},
		{Path: "golang.org/x/sync/errgroup", CallsLater: "Group.Go/0 Group.TryGo/0"},
		{Path: "golang.org/x/sync/singleflight", CallsNow: "Group.Do/1", CallsLater: "Group.DoChan/1"},
		retrying("github.com/cenkalti/backoff/v4", "Retry/0 RetryWithData/0 RetryNotify/0 RetryNotifyWithData/0 "+
			"RetryNotifyWithTimer/0 RetryNotifyWithTimerAndData/0"),
		retrying("github.com/cenkalti/backoff/v5", "Retry/1"),
		retrying("github.com/cenkalti/backoff/v7", "Retry/1"),
		retrying("github.com/avast/retry-go/v4", "Do/0 DoWithData/0"),
		retrying("github.com/sethvargo/go-retry", "Constant/2 Do/2 DoValue/2 Exponential/2 Fibonacci/2"),
		retrying("github.com/failsafe-go/failsafe-go", "Executor.Get/0 Executor.Run/0"),
		retrying("k8s.io/apimachinery/pkg/util/wait", "ExponentialBackoff/1 ExponentialBackoffWithContext/2 Poll/2 "+
			"PollImmediate/2 PollUntilContextCancel/3 PollUntilContextTimeout/4"),
		{Path: "github.com/samber/lo", Wraps: "Must/0 Must1/0 Must2/0 Must3/0"},

		{
			Path: "github.com/sirupsen/logrus",
			NoReturn: forms("Panic", "f ln Fn") + methods("Logger", forms("Panic", "f ln Fn")) +
				methods("Entry", forms("Panic", "f ln")),
			Exits: "Exit" + forms("Fatal", "f ln Fn") + methods("Logger", "Exit"+forms("Fatal", "f ln Fn")) +
				methods("Entry", forms("Fatal", "f ln")),
		},
		{
			Path:     "go.uber.org/zap",
			NoReturn: methods("Logger", "Panic") + methods("SugaredLogger", forms("Panic", "f w ln")),
			Exits:    methods("Logger", "Fatal") + methods("SugaredLogger", forms("Fatal", "f w ln")),
		},
		// The event ends the process when it is sent.
		{Path: "github.com/rs/zerolog", Exits: "Logger.Fatal"},
		{Path: "github.com/rs/zerolog/log", Exits: "Fatal"},
		klog("k8s.io/klog/v2"),
		klog("github.com/golang/glog"),
	}
}

// retrying is a library that calls a func argument until it does not fail, and
// returns what that returns.
func retrying(path, functions string) Library {
	return Library{Path: path, CallsNow: functions, Retries: functions, Gives: functions}
}

// forms lists a function's name, bare and with each of the suffixes.
func forms(name, suffixes string) string {
	all := " " + name
	for _, suffix := range strings.Fields(suffixes) {
		all += " " + name + suffix
	}
	return all
}

func klog(path string) Library {
	return Library{
		Path:  path,
		Exits: "Exit ExitDepth Exitf Exitln Fatal FatalDepth Fatalf Fatalln",
	}
}
