package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

// record names the files of an accuracy.Record; without a name nothing is kept.
type record struct{ reports, surveys string }

func (r *record) register(fs *flag.FlagSet) {
	fs.StringVar(&r.reports, "out", "", "`file` for all reports, as JSON, one a line; those in it of other repositories stay")
	fs.StringVar(&r.surveys, "surveys", "", "`file` for how much was read of each repository, likewise")
}

func (r record) load() (rec accuracy.Record, err error) {
	if rec.Reports, err = readIfAny(r.reports, accuracy.ReadReports); err != nil {
		return rec, err
	}
	rec.Surveys, err = readIfAny(r.surveys, accuracy.ReadSurveys)
	return rec, err
}

func (r record) save(rec accuracy.Record) error {
	return errors.Join(
		write(r.reports, rec.Reports, accuracy.WriteReports),
		write(r.surveys, rec.Surveys, accuracy.WriteSurveys),
	)
}

// readIfAny reads nothing from a file that does not exist yet.
func readIfAny[T any](file string, parse func(io.Reader) ([]T, error)) ([]T, error) {
	if file == "" {
		return nil, nil
	}
	all, err := read(file, parse)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return all, err
}

func read[T any](file string, parse func(io.Reader) (T, error)) (T, error) {
	f, err := os.Open(file)
	if err != nil {
		return *new(T), err
	}
	defer f.Close()
	all, err := parse(f)
	if err != nil {
		return all, fmt.Errorf("%s: %w", file, err)
	}
	return all, nil
}

func write[T any](file string, all []T, print func(io.Writer, []T) error) (err error) {
	if file == "" {
		return nil
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return print(f, all)
}
