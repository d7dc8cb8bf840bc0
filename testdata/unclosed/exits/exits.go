// Package exits has paths that do not come back: panics, process exits,
// endless loops. The process takes its handles along.
package exits

import (
	"bufio"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"runtime"
	"time"
)

// log.Fatal ends the process.
func goodFatal(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	return data
}

// log.Print does not end anything.
func badPrinted(path string) []byte {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		log.Print(err)
		return nil
	}
	data, err := io.ReadAll(f)
	if err != nil {
		log.Printf("%s: %v", path, err)
		return nil
	}
	if err := f.Close(); err != nil {
		log.Print(err)
	}
	return data
}

// os.Exit with a status, in a main that returns elsewhere.
func goodExit(path string) {
	f, err := os.Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if sc.Text() == "" {
			fmt.Fprintln(os.Stderr, "empty line")
			os.Exit(2)
		}
	}
	f.Close()
}

// fail never returns: it is inferred from its body.
func fail(format string, args ...any) {
	slog.Error(fmt.Sprintf(format, args...))
	os.Exit(1)
}

// A helper of this package that never returns.
func goodFailHelper(addr string) string {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		fail("dial %s: %v", addr, err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		fail("read: %v", err)
	}
	conn.Close()
	return line
}

// warn returns unless the program is strict.
func warn(strict bool, err error) {
	slog.Warn(err.Error())
	if strict {
		os.Exit(1)
	}
}

// A helper that ends the process only sometimes.
func badWarnHelper(addr string, strict bool) string {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		warn(strict, err)
		return ""
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		warn(strict, err)
		return ""
	}
	conn.Close()
	return line
}

// check panics on an error.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

// A helper that panics on an error.
func goodCheck(db *sql.DB) []string {
	rows, err := db.Query("SELECT * FROM t")
	check(err)
	cols, err := rows.Columns()
	check(err)
	check(rows.Close())
	return cols
}

// A helper that panics on an error, and no Close at all.
func badCheck(db *sql.DB) []string {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	check(err)
	cols, err := rows.Columns()
	check(err)
	return cols
}

// A panic for what cannot be.
func goodPanic(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	info, err := f.Stat()
	if err != nil {
		panic(fmt.Sprintf("stat of an open file: %v", err))
	}
	f.Close()
	return info.Size()
}

// The default of a switch panics, the cases close.
func goodPanicDefault(path, mode string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	switch mode {
	case "sync":
		return errors.Join(f.Sync(), f.Close())
	case "stat":
		_, err := f.Stat()
		return errors.Join(err, f.Close())
	default:
		panic("unknown mode " + mode)
	}
}

// One case neither closes nor panics.
func badQuietCase(path, mode string) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	switch mode {
	case "sync":
		return errors.Join(f.Sync(), f.Close())
	case "stat":
		_, err := f.Stat()
		return err
	default:
		panic("unknown mode " + mode)
	}
}

// Goexit ends the goroutine, deferred calls run.
func goodGoexit(addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		runtime.Goexit()
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "hello\n"); err != nil {
		runtime.Goexit()
	}
}

// A loop without an end never gives the connection up.
func goodForever(addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	for {
		if _, err := fmt.Fprintln(conn, time.Now().Unix()); err != nil {
			log.Fatal(err)
		}
		time.Sleep(time.Second)
	}
}

// A loop that is left when the peer is gone.
func badUntilGone(addr string) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		log.Fatal(err)
	}
	for {
		if _, err := fmt.Fprintln(conn, time.Now().Unix()); err != nil {
			break
		}
		time.Sleep(time.Second)
	}
	log.Print("peer is gone")
}

// An empty select at the end of main.
func goodSelectForever(addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := io.WriteString(conn, "SUBSCRIBE\n"); err != nil {
		log.Fatal(err)
	}
	select {}
}

// A flag's early return between open and use.
func badFlagReturn(args []string) error {
	fs := flag.NewFlagSet("cat", flag.ContinueOnError)
	dry := fs.Bool("n", false, "only look")
	if err := fs.Parse(args); err != nil {
		return err
	}
	f, err := os.Open(fs.Arg(0)) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if *dry {
		return nil
	}
	_, err = io.Copy(os.Stdout, f)
	return errors.Join(err, f.Close())
}

// log.Panic unwinds through the deferred Close.
func goodLogPanic(path string) (n int64) {
	f, err := os.Open(path)
	if err != nil {
		log.Panicf("open: %v", err)
	}
	defer f.Close()
	n, err = io.Copy(io.Discard, f)
	if err != nil {
		log.Panic(err)
	}
	return n
}

// The exit is one branch of two; the other returns.
func badExitOrReturn(path string, hard bool) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		if hard {
			os.Exit(1)
		}
		return err
	}
	return f.Close()
}
