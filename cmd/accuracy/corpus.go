package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

func corpus(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var s selection
	s.register(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	cases, err := s.cases(func(c accuracy.Case) bool { return accuracy.Rules(c.Kind) != nil })
	if err != nil {
		return err
	}
	measure, err := s.open()
	if err != nil {
		return err
	}
	var verdicts []accuracy.Verdict
	show, shown := s.printer(stdout)
	err = measure.Run(ctx, cases, func(v accuracy.Verdict) {
		verdicts = append(verdicts, v)
		show(v)
	})
	if err = errors.Join(err, *shown); err != nil || s.json {
		return err
	}
	return accuracy.WriteTotals(stdout, verdicts)
}

func quiet(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var s selection
	s.register(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	cases, err := s.cases(func(c accuracy.Case) bool { return c.Commit != "" })
	if err != nil {
		return err
	}
	measure, err := s.open()
	if err != nil {
		return err
	}
	var all, skipped, alarms int
	show, shown := s.printer(stdout)
	err = measure.RunQuiet(ctx, cases, func(q accuracy.Quiet) {
		all++
		if q.Skipped != "" {
			skipped++
		} else if len(q.Reports) > 0 {
			alarms++
		}
		show(q)
	})
	if err = errors.Join(err, *shown); err != nil || s.json {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%d cases, %d type-check, %d false alarms\n", all, all-skipped, alarms)
	return err
}
