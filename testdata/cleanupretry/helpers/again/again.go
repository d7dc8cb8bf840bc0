// Package again tries again for others.
package again

import "time"

// Try calls f until it does not fail, ten times at most.
func Try(f func() error) (err error) {
	for range 10 {
		if err = f(); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// Named is Try with a name for the log.
func Named(name string, f func() error) error {
	return Try(func() error {
		println(name)
		return f()
	})
}

// Once calls f once.
func Once(f func() error) error { return f() }

// All calls all of them.
func All(fs ...func() error) (err error) {
	for _, f := range fs {
		if e := f(); e != nil {
			err = e
		}
	}
	return err
}
