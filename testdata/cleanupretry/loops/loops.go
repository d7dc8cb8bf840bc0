// Package loops is about loops that try again.
package loops

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// The loop goes on to the next file.
func closeAll(paths []string) (err error) {
	for _, path := range paths {
		err = errors.Join(err, os.Remove(path+".db")) // want "cleanupretry: os.Remove of a database is tried once"
	}
	return err
}

// It goes on whatever happened.
func closeTwice(path string) {
	for range 2 {
		os.Remove(path + ".db") // want "cleanupretry: os.Remove of a database is tried once"
	}
}

func closeUntil(path string) error {
	for i := 0; ; i++ {
		err := os.Remove(path + ".db")
		if err == nil || i == 10 {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func closeWhile(path string) (err error) {
	for range 10 {
		if err = os.Remove(path + ".db"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func closeEach(paths []string) error {
	for _, path := range paths {
		var err error
		for range 3 {
			if err = os.Remove(path + ".db"); err == nil {
				break
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func closeUnless(path string) {
	deadline := time.Now().Add(time.Second)
	for os.Remove(path+".db") != nil && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
}

func closeAgain(path string) error {
	tries := 0
again:
	err := os.Remove(path + ".db")
	if err != nil && tries < 10 {
		tries++
		time.Sleep(10 * time.Millisecond)
		goto again
	}
	return err
}

func closeUntilGone(path string) {
	var err error
again:
	if err = os.Remove(path + ".db"); err != nil {
		time.Sleep(10 * time.Millisecond)
		goto again
	}
}

func closeAgainUnlessGone(path string) (err error) {
	n := 0
again:
	err = os.Remove(path + ".db")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		if n++; n < 5 {
			goto again
		}
	}
	return err
}

// It goes to the next one.
func closeNext(paths []string) {
	i := 0
next:
	os.Remove(paths[i] + ".db") // want "cleanupretry: os.Remove of a database is tried once"
	if i++; i < len(paths) {
		goto next
	}
}

func closeCaptured(path string) (err error) {
	defer func() { err = errors.Join(err, os.Remove(path+".lock")) }()
	for range 10 {
		if err = os.Remove(path + ".db"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func closeWhileBusy(path string) error {
	for {
		err := os.Remove(path + ".db")
		if !errors.Is(err, os.ErrPermission) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

var errBusy = errors.New("busy")

func closeWhileIs(remove func() error, path string) error {
	for {
		err := os.Remove(path + ".db")
		if err != errBusy {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func closeWhileFailed(path string) error {
	err := errBusy
	for i := 0; err != nil && i < 10; i++ {
		err = os.Remove(path + ".db")
	}
	return err
}

func closeDeferredAgain(path string, use func(string) error) error {
	tries := 0
	defer func() {
	again:
		if err := os.Remove(path + ".db"); err != nil && !errors.Is(err, os.ErrNotExist) {
			if tries++; tries < 5 {
				goto again
			}
			panic(err)
		}
	}()
	return use(path)
}

// It is tried before the loop as it is in it.
func closeForErr(path string) error {
	n := 0
	for err := os.Remove(path + ".db"); err != nil; err = os.Remove(path + ".db") {
		if n++; n > 10 {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

// A helper is called a second time if a lock is in the way.
func removeIndex(path string) error { return os.Remove(path + ".db") }

func closeOnLock(path string) error {
	err := removeIndex(path)
	if errors.Is(err, errBusy) {
		err = removeIndex(path)
	}
	return err
}

func closeOnBusy(path string) error {
	err := os.Remove(path + ".db")
	if err == errBusy {
		err = os.Remove(path + ".db")
	}
	return err
}

// What a former run has left is removed before it begins: that is no second try.
func closeAfterwards(path string, use func(string) error) error {
	if err := os.Remove(path + ".db"); err != nil && !errors.Is(err, os.ErrNotExist) { // want "cleanupretry: os.Remove of a database is tried once"
		return err
	}
	if err := use(path); err != nil {
		return err
	}
	return os.Remove(path + ".db") // want "cleanupretry: os.Remove of a database is tried once"
}

// What the path is put together by, or the time that each try has, tells nothing of a loop
// but what it goes on to.
func closeJoined(dir string, names []string) (err error) {
	for _, name := range names {
		path := filepath.Join(dir, name+".db")
		err = errors.Join(err, os.Remove(path)) // want "cleanupretry: os.Remove of a database is tried once"
	}
	return err
}

func closeNumbered(dir string) (err error) {
	for i := range 4 {
		err = errors.Join(err, os.Remove(fmt.Sprintf("%s/shard-%d.db", dir, i))) // want "cleanupretry: os.Remove of a database is tried once"
	}
	return err
}

func closeJoinedUntil(dir string) (err error) {
	for range 10 {
		if err = os.Remove(filepath.Join(dir, "a.db")); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func closeDroppedUntil(ctx context.Context, admin *sql.DB) (err error) {
	for range 10 {
		try, cancel := context.WithTimeout(ctx, time.Second)
		_, err = admin.ExecContext(try, "DROP DATABASE scratch")
		cancel()
		if err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}
