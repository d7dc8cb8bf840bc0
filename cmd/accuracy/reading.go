package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

// adjudications registers the flag for what has been read; without it nothing
// has.
func adjudications(fs *flag.FlagSet) (load func() (accuracy.Adjudications, error)) {
	file := fs.String("read", "", "`file` of adjudications, a JSON object a line")
	return func() (accuracy.Adjudications, error) {
		if *file == "" {
			return nil, nil
		}
		return read(*file, accuracy.ReadAdjudications)
	}
}

func sample(fs *flag.FlagSet, args []string, stdout io.Writer) error {
	n := fs.Int("n", 40, "how many reports of each repository")
	seed := fs.Int64("seed", 1, "choice of the sample")
	load := adjudications(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() != 1 {
		return errors.New("sample: want one file of reports")
	}
	all, err := read(fs.Arg(0), accuracy.ReadReports)
	if err != nil {
		return err
	}
	done, err := load()
	if err != nil {
		return err
	}
	for _, r := range done.Unread(accuracy.Sample(all, *n, *seed)) {
		fmt.Fprintln(stdout, r)
		for _, rel := range r.Related {
			fmt.Fprintf(stdout, "\t%s:%d %s\n", rel.File, rel.Line, rel.Message)
		}
	}
	return nil
}

func diff(fs *flag.FlagSet, args []string, stdout io.Writer) error {
	load := adjudications(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() != 2 {
		return errors.New("diff: want two files of reports")
	}
	before, err := read(fs.Arg(0), accuracy.ReadReports)
	if err != nil {
		return err
	}
	after, err := read(fs.Arg(1), accuracy.ReadReports)
	if err != nil {
		return err
	}
	done, err := load()
	if err != nil {
		return err
	}
	accuracy.Diff(stdout, before, after, done)
	return nil
}
