package helpers

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// request carries what the functions below work on.
type request struct {
	conn  net.Conn
	reply string
}

func answer(r *request) error {
	defer r.conn.Close()
	_, err := io.WriteString(r.conn, r.reply)
	return err
}

func inspect(r *request) string {
	return fmt.Sprint(r.conn.RemoteAddr(), " wants ", r.reply)
}

// A function closes the field of the struct that it is given.
func goodCarried(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	return answer(&request{conn: conn, reply: "200 OK\n"})
}

// A function looks at the field of the struct that it is given.
func badCarried(ln net.Listener) (string, error) {
	conn, err := ln.Accept() // want "unclosed: conn .*is never "
	if err != nil {
		return "", err
	}
	return inspect(&request{conn: conn, reply: "200 OK\n"}), nil
}

// The results of one call are the arguments of another, which closes.
func goodForwarded(path string) (int, error) {
	return countLines(os.Open(path))
}

func countLines(f *os.File, err error) (n int, _ error) {
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		n++
	}
	return n, sc.Err()
}

// The results of one call are the arguments of another, which reads only.
func badForwarded(path string) (string, error) {
	return firstLine(os.Open(path)) // want "unclosed: result of os.Open .*is never closed"
}

func firstLine(f *os.File, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}

// The helper closes on both of its paths, each in its own way.
func goodBothPaths(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	cols, err := rows.Columns()
	return cols, errors.Join(err, finishRows(rows))
}

func finishRows(rows *sql.Rows) error {
	if err := rows.Err(); err != nil {
		return errors.Join(err, rows.Close())
	}
	return rows.Close()
}
