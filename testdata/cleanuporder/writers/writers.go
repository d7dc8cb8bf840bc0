// Package writers is about files that are closed before the writers over them.
package writers

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"os"
)

func badGzip(f *os.File, data []byte) (err error) {
	gz := gzip.NewWriter(f)
	defer func() { err = errors.Join(err, gz.Close()) }()
	defer f.Close() // want "cleanuporder: f.Close cuts off what gz \\(\\*gzip.Writer\\) still holds"
	_, err = gz.Write(data)
	return err
}

func badBuffered(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	defer func() { err = errors.Join(err, w.Flush()) }()
	defer func() { err = errors.Join(err, f.Close()) }() // want "cleanuporder: f.Close cuts off what w still holds"
	_, err = w.Write(data)
	return err
}

func badCSV(f *os.File, record []string) error {
	w := csv.NewWriter(f)
	w.Write(record)
	if err := f.Close(); err != nil { // want "cleanuporder: f.Close cuts off what w still holds"
		return err
	}
	w.Flush()
	return w.Error()
}

func goodGzip(f *os.File, data []byte) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	gz := gzip.NewWriter(f)
	defer func() { err = errors.Join(err, gz.Close()) }()
	_, err = gz.Write(data)
	return err
}

func goodBuffered(f *os.File, data []byte) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Flush()
}

func goodFlushedTwice(f *os.File, data []byte) (err error) {
	w := bufio.NewWriter(f)
	defer w.Flush()
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func goodOther(f, log *os.File, data []byte) (err error) {
	w := bufio.NewWriter(f)
	defer func() { err = errors.Join(err, w.Flush()) }()
	defer func() { err = errors.Join(err, log.Close()) }()
	_, err = w.Write(data)
	return err
}

func goodMakingFailed(f *os.File, level int, data []byte) (err error) {
	gz, err := gzip.NewWriterLevel(f, level)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	defer func() { err = errors.Join(err, gz.Close()) }()
	_, err = gz.Write(data)
	return err
}

func badMakingChecked(f *os.File, level int, data []byte) (err error) {
	gz, err := gzip.NewWriterLevel(f, level)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, gz.Close()) }()
	if _, err = gz.Write(data); err != nil {
		return err
	}
	return f.Close() // want "cleanuporder: f.Close cuts off what gz .* still holds"
}
