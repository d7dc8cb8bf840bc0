package writers

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"net/http"
	"net/smtp"
	"os"
	"os/exec"
)

func badGzip(w io.Writer, data []byte) error {
	gz := gzip.NewWriter(w)
	defer gz.Close() // want "cleanuperr: the error of gz.Close is dropped: what could not be written is taken for saved"
	_, err := gz.Write(data)
	return err
}

func badZip(f *os.File, data []byte) {
	archive := zip.NewWriter(f)
	defer archive.Close() // want "cleanuperr: the error of archive.Close is dropped"
	if w, err := archive.Create("a"); err == nil {
		w.Write(data)
	}
}

func badBuffered(w io.Writer, data []byte) error {
	buffered := bufio.NewWriter(w)
	defer buffered.Flush() // want "cleanuperr: the error of buffered.Flush is dropped"
	_, err := buffered.Write(data)
	return err
}

func badCSV(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	for _, r := range records {
		if err := out.Write(r); err != nil {
			return err
		}
	}
	out.Flush() // want "cleanuperr: the error of out.Flush is dropped"
	return nil
}

// Error is asked before the last records are written.
func badCSVTooEarly(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	defer out.Flush() // want "cleanuperr: the error of out.Flush is dropped"
	for _, r := range records {
		if err := out.Write(r); err != nil {
			return err
		}
	}
	return out.Error()
}

type compressor struct {
	gz *gzip.Writer
	f  *os.File
}

func (c *compressor) Close() error {
	c.gz.Close() // want "cleanuperr: the error of c.gz.Close is dropped"
	return c.f.Close()
}

func goodCSV(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	for _, r := range records {
		if err := out.Write(r); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func goodCSVAll(w io.Writer, records [][]string) error {
	return csv.NewWriter(w).WriteAll(records)
}

// Memory cannot fail.
func goodInMemory(data []byte) []byte {
	var b bytes.Buffer
	func() {
		gz := gzip.NewWriter(&b)
		defer gz.Close()
		gz.Write(data)
	}()
	return b.Bytes()
}

// Nobody is left to be told.
func goodResponse(w http.ResponseWriter, data []byte) {
	gz := gzip.NewWriter(w)
	defer gz.Close()
	gz.Write(data)
}

func goodStdout(lines []string) {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, l := range lines {
		out.WriteString(l)
	}
}

func goodClosedTwice(w io.Writer, data []byte) error {
	gz := gzip.NewWriter(w)
	defer gz.Close()
	if _, err := gz.Write(data); err != nil {
		return err
	}
	return gz.Close()
}

func goodFlushed(w io.Writer, data []byte) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.Write(data); err != nil {
		return err
	}
	return buffered.Flush()
}

// Whoever gets it asks.
func goodHandedOn(w io.Writer) *csv.Writer {
	out := csv.NewWriter(w)
	out.Write([]string{"a"})
	out.Flush()
	return out
}

// response is what a framework makes of a http.ResponseWriter.
type response struct{ http.ResponseWriter }

func goodFramework(resp *response, records [][]string) error {
	out := csv.NewWriter(resp)
	for _, r := range records {
		if err := out.Write(r); err != nil {
			return err
		}
		out.Flush()
	}
	return nil
}

// The server says only now whether it takes the mail.
func badMail(c *smtp.Client, data []byte) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	defer w.Close() // want "cleanuperr: the error of w.Close is dropped: what could not be written is taken for saved"
	_, err = w.Write(data)
	return err
}

func goodMail(c *smtp.Client, data []byte) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

// What the command does tells.
func goodPipe(cmd *exec.Cmd, data []byte) error {
	w, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	defer w.Close()
	_, err = w.Write(data)
	return err
}

// The last one tells.
func goodFlushedBetween(w io.Writer, lines []string) error {
	out := bufio.NewWriter(w)
	for _, l := range lines {
		if _, err := out.WriteString(l); err != nil {
			return err
		}
		out.Flush()
	}
	return out.Flush()
}

// The deferred Flush is for the other ways out, which return an error of their own.
func goodFlushedTwice(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	defer out.Flush()
	for _, record := range records {
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func goodWrittenAll(w io.Writer, head []string, records [][]string) error {
	out := csv.NewWriter(w)
	defer out.Flush()
	if err := out.Write(head); err != nil {
		return err
	}
	return out.WriteAll(records)
}

func badFlushedTwice(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	defer out.Flush() // want "cleanuperr: the error of out.Flush is dropped"
	for _, record := range records {
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush() // want "cleanuperr: the error of out.Flush is dropped"
	return nil
}
