// Package deletes has deferred removals and flushes.
package deletes

import (
	"bufio"
	"database/sql"
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync"
)

func badTempDir(use func(dir string) error) {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := use(dir); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends the process and the deferred os.RemoveAll\\(dir\\) does not run: what it removes stays behind"
	}
}

func badPartlyMoved(path string, use func(dir string) error) {
	scratch := path + ".tmp"
	defer os.Remove(scratch)
	if err := use(scratch); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends .* the deferred os.Remove\\(scratch\\)"
	}
	if err := os.Rename(scratch, path); err != nil {
		log.Print(err)
		return
	}
	if err := use(path); err != nil {
		log.Fatal(err)
	}
}

func badInClosure(use func(path string) error) {
	path := filepath.Join(os.TempDir(), "app.db")
	defer func() {
		if err := os.Remove(path); err != nil {
			log.Print(err)
		}
	}()
	if err := use(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) // want "cleanupexit: os.Exit ends the process and the deferred function does not run: what it removes stays behind"
	}
}

func badNamedClosure(use func(path string) error) {
	cleanup := func() { os.Remove("app.db-wal") }
	defer cleanup()
	if err := use("app.db"); err != nil {
		log.Fatal(err) // want "cleanupexit: .* the deferred cleanup\\(\\)"
	}
}

func badFlush(lines []string) {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	if len(lines) == 0 {
		os.Exit(1) // want "cleanupexit: os.Exit ends the process and the deferred w.Flush\\(\\) does not run: what is held in memory is lost"
	}
}

func badCSV(rows [][]string) {
	w := csv.NewWriter(os.Stdout)
	defer w.Flush()
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			log.Fatal(err) // want "cleanupexit: "
		}
	}
}

func badProfile(run func() int) {
	f, err := os.Create("cpu.out")
	if err != nil {
		log.Fatal(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		log.Fatal(err)
	}
	defer pprof.StopCPUProfile()
	os.Exit(run()) // want "cleanupexit: "
}

func badDrop(db *sql.DB, use func(*sql.DB) error) {
	if _, err := db.Exec("CREATE DATABASE scratch"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("DROP DATABASE scratch")
	if err := use(db); err != nil {
		log.Fatal(err) // want "cleanupexit: .* does not run: what it drops stays behind"
	}
}

func goodRemovedFirst(use func(dir string) error) error {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	return use(dir)
}

// It returns what cleans up after it.
func scratch(prefix string) (dir string, cleanup func(), err error) {
	dir, err = os.MkdirTemp("", prefix)
	if err != nil {
		return "", nil, err
	}
	return dir, func() { os.RemoveAll(dir) }, nil
}

func badReturnedFunc(use func(dir string) error) {
	dir, cleanup, err := scratch("app")
	if err != nil {
		log.Fatal(err)
	}
	defer cleanup()
	if err := use(dir); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends .* the deferred cleanup\\(\\) does not run: what it removes stays behind"
	}
}

func goodReturnedFunc(use func(dir string) error) error {
	dir, cleanup, err := scratch("app")
	if err != nil {
		log.Fatal(err)
	}
	defer cleanup()
	return use(dir)
}

func timer(name string) func() {
	log.Print(name)
	return func() { log.Print(name, " is over") }
}

func goodReturnedTimer(use func() error) {
	defer timer("use")()
	if err := use(); err != nil {
		log.Fatal(err)
	}
}

// The file is where it belongs: nothing is left to remove.
func goodMoved(path string, use func(dir string) error) {
	scratch := path + ".tmp"
	if err := use(scratch); err != nil {
		log.Fatal(err)
	}
	defer os.Remove(scratch)
	if err := os.Rename(scratch, path); err != nil {
		log.Print(err)
		return
	}
	if err := use(path); err != nil {
		log.Fatal(err)
	}
}

// The name of a file is always the same.
func goodNamedFile(path string, use func(path string) error) {
	f, err := os.CreateTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		log.Print(err)
		return
	}
	if err := os.Rename(f.Name(), path); err != nil {
		log.Print(err)
		return
	}
	if err := use(path); err != nil {
		log.Fatal(err)
	}
}

func goodDeletedFirst(dir string, use func(dir string) error) {
	defer os.RemoveAll(dir)
	if err := use(dir); err != nil {
		os.RemoveAll(dir)
		log.Fatal(err)
	}
}

func badOtherDeleted(dir, other string, use func(dir string) error) {
	defer os.RemoveAll(dir)
	if err := use(dir); err != nil {
		os.RemoveAll(other)
		log.Fatal(err) // want "cleanupexit: log.Fatal ends .* the deferred os.RemoveAll\\(dir\\)"
	}
}

func goodMutex(mu *sync.Mutex, use func() error) {
	mu.Lock()
	defer mu.Unlock()
	if err := use(); err != nil {
		log.Fatal(err)
	}
}

func goodWait(wg *sync.WaitGroup, use func() error) {
	defer wg.Wait()
	if err := use(); err != nil {
		log.Fatal(err)
	}
}

// The removal is deferred only where the process goes on.
func goodLater(use func(dir string) error, keep bool) {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	if keep {
		if err := use(dir); err != nil {
			log.Fatal(err)
		}
		return
	}
	defer os.RemoveAll(dir)
	if err := use(dir); err != nil {
		log.Print(err)
	}
}

// The error decides both: where it is not nil, nothing was deferred.
func goodCorrelated(use func(dir string) error) {
	dir, err := os.MkdirTemp("", "app")
	if err == nil {
		defer os.RemoveAll(dir)
	}
	if err != nil {
		log.Fatal(err)
	}
	if err := use(dir); err != nil {
		log.Print(err)
	}
}

// A goroutine ends the process: what it defers itself is what counts.
func goodGoroutine(done <-chan struct{}) {
	go func() {
		defer fmt.Println("over")
		<-done
		os.Exit(0)
	}()
}

func retry(f func() error) (err error) {
	for range 5 {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}

func locked(mu *sync.Mutex, f func()) {
	mu.Lock()
	defer mu.Unlock()
	f()
}

func badRetried(run func(dir string) int) {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := retry(func() error { return os.RemoveAll(dir) }); err != nil {
			log.Print(err)
		}
	}()
	os.Exit(run(dir)) // want "cleanupexit: os.Exit ends the process and the deferred function does not run: what it removes stays behind"
}

func badDeferredRetry(run func(dir string) int) {
	dir := filepath.Join(os.TempDir(), "app")
	defer retry(func() error { return os.RemoveAll(dir) })
	os.Exit(run(dir)) // want "cleanupexit: os.Exit ends the process .*: what it removes stays behind"
}

func badLocked(mu *sync.Mutex, run func(dir string) int) {
	dir := filepath.Join(os.TempDir(), "app")
	defer locked(mu, func() { os.RemoveAll(dir) })
	os.Exit(run(dir)) // want "cleanupexit: os.Exit ends the process .*: what it removes stays behind"
}

func badRetriedConstant(run func() int) {
	defer retry(func() error { return os.Remove("app.db") })
	os.Exit(run()) // want "cleanupexit: os.Exit ends the process .*: what it removes stays behind"
}

var later []func()

func keep(f func()) { later = append(later, f) }

// What is kept runs at some other time, or never.
func goodKept(run func(dir string) int) {
	dir := filepath.Join(os.TempDir(), "app")
	defer keep(func() { os.RemoveAll(dir) })
	os.Exit(run(dir))
}

func goodRetried(run func(dir string) error) error {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := retry(func() error { return os.RemoveAll(dir) }); err != nil {
			log.Print(err)
		}
	}()
	return run(dir)
}

func goodRetriedBefore(run func(dir string) int) {
	dir := filepath.Join(os.TempDir(), "app")
	defer func() {
		retry(func() error { return os.RemoveAll(dir) })
	}()
	code := run(dir)
	retry(func() error { return os.RemoveAll(dir) })
	os.Exit(code)
}

func goodRetriedWork(run func(dir string) error) {
	dir := filepath.Join(os.TempDir(), "app")
	defer retry(func() error { return run(dir) })
	os.Exit(1)
}
