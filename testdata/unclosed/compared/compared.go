// Package compared has fresh handles compared with the standard streams.
package compared

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func goodNotStdout(path string) (err error) {
	out := os.Stdout
	if path != "" {
		if out, err = os.Create(path); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out, "station,celsius")
	if out != os.Stdout {
		err = errors.Join(err, out.Close())
	}
	return err
}

func goodDeferNotStdout(path string) (err error) {
	var in io.ReadCloser = os.Stdin
	if path != "-" {
		in, err = os.Open(path)
		if err != nil {
			return err
		}
	}
	defer func() {
		if in != os.Stdin {
			in.Close()
		}
	}()
	_, err = io.Copy(io.Discard, in)
	return err
}

func badNotStdout(path string) (err error) {
	out := os.Stdout
	if path != "" {
		if out, err = os.Create(path); err != nil { // want "unclosed: out .*is not closed"
			return err
		}
	}
	if _, err = fmt.Fprintln(out, "station,celsius"); err != nil {
		return err
	}
	if out != os.Stdout {
		err = out.Close()
	}
	return err
}
