// Package cross defers in loops what another package opens or closes.
package cross

import (
	"io"
	"os"

	"example.com/cases/deferloop/cross/lib"
)

// The owner is inferred in the other package.
func badOwner(paths []string) (total int64, err error) {
	for _, path := range paths {
		seg, err := lib.OpenSegment(path)
		if err != nil {
			return 0, err
		}
		defer seg.Close() // want "deferloop: seg "
		n, err := seg.Size()
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// The function that closes is in the other package.
func badCloser(paths []string, dst io.Writer) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer lib.CloseAndLog(f) // want "deferloop: f "
		if _, err := io.Copy(dst, f); err != nil {
			return err
		}
	}
	return nil
}

func goodOwner(paths []string) (total int64, err error) {
	for _, path := range paths {
		seg, err := lib.OpenSegment(path)
		if err != nil {
			return 0, err
		}
		n, err := seg.Size()
		lib.CloseAndLog(seg)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func goodLiteral(paths []string, dst io.Writer) error {
	for _, path := range paths {
		err := func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer lib.CloseAndLog(f)
			_, err = io.Copy(dst, f)
			return err
		}()
		if err != nil {
			return err
		}
	}
	return nil
}
