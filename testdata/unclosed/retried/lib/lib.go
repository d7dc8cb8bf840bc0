// Package lib tries again.
package lib

import (
	"errors"
	"time"
)

// Do calls try until it succeeds, three times at most.
func Do(try func() error) (err error) {
	for i := range 3 {
		if err = try(); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return err
}

// Value returns what get returns when it succeeds.
func Value[T any](get func() (T, error)) (T, error) {
	var value T
	err := Do(func() error {
		var err error
		value, err = get()
		return err
	})
	return value, err
}

// Known returns what get returns, or what was known before.
func Known[T any](known T, get func() (T, error)) (T, error) {
	value, err := known, errors.New("not tried")
	_ = Do(func() error {
		_, err = get()
		return err
	})
	return value, err
}
