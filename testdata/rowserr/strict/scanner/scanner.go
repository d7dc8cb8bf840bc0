// Package scanner reads line by line, and asks why the lines have ended, or does not.
package scanner

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"strings"

	"example.com/cases/rowserr/strict/scanner/lib"
)

// A disk that fails ends the lines like the end of the file does.
func badFile(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	s := bufio.NewScanner(f) // want `rowserr: s.Err\(\) is not checked after the loop`
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, nil
}

// A function that cannot fail can still log.
func badPrint(r io.Reader) {
	s := bufio.NewScanner(r) // want "rowserr: s.Err"
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		fmt.Println(s.Text())
	}
}

// The line that is looked for may be behind the one at which reading failed.
func badSearch(conn net.Conn, word string) (bool, error) {
	s := bufio.NewScanner(conn) // want "rowserr: s.Err"
	for s.Scan() {
		if strings.Contains(s.Text(), word) {
			return true, nil
		}
	}
	return false, nil
}

// The error is looked at on one of two ways only.
func badSometimes(r io.Reader, strict bool) (n int, err error) {
	s := bufio.NewScanner(r) // want "rowserr: s.Err"
	for s.Scan() {
		n++
	}
	if strict {
		return n, s.Err()
	}
	return n, nil
}

// The empty line ends the header; that the input ends before it may be an error.
func badHeader(r io.Reader) (n int, err error) {
	s := bufio.NewScanner(r) // want "rowserr: s.Err"
	for s.Scan() {
		if s.Text() == "" {
			return n, nil
		}
		n++
	}
	return n, nil
}

func badWords(r io.Reader) (words []string, err error) {
	s := lib.Words(r) // want "rowserr: s.Err"
	for s.Scan() {
		words = append(words, s.Text())
	}
	return words, nil
}

func badCount(r io.Reader) (int, error) {
	s := lib.Words(r) // want "rowserr: s.Err"
	return lib.Count(s), nil
}

// It has no name but that of a field.
func badField(r io.Reader) (n int, err error) {
	p := prompt{in: bufio.NewScanner(r)} // want `rowserr: Err\(\) of the result of bufio.NewScanner is not checked after the loop`
	for p.in.Scan() {
		n++
	}
	return n, nil
}

// One line may not be there, or may not be to be had.
func badFirst(r io.Reader) (string, error) {
	s := bufio.NewScanner(r) // want `rowserr: s.Err\(\) is not checked when there is no token`
	if !s.Scan() {
		return "", errEmpty
	}
	return s.Text(), nil
}

var errEmpty = errors.New("empty")

func badLiteral(r io.Reader) func() error {
	return func() error {
		s := bufio.NewScanner(r) // want "rowserr: s.Err"
		for s.Scan() {
			if _, err := fmt.Println(s.Text()); err != nil {
				return err
			}
		}
		return nil
	}
}

func goodFile(path string) (lines []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, s.Err()
}

func goodLog(r io.Reader) {
	s := bufio.NewScanner(r)
	for s.Scan() {
		fmt.Println(s.Text())
	}
	if err := s.Err(); err != nil {
		log.Print(err)
	}
}

// Memory does not fail.
func goodMemory(text string, data []byte, out *bytes.Buffer) (n int) {
	for _, s := range []*bufio.Scanner{
		bufio.NewScanner(strings.NewReader(text)),
		bufio.NewScanner(bytes.NewReader(data)),
		bufio.NewScanner(out),
	} {
		for s.Scan() {
			n++
		}
	}
	s := bufio.NewScanner(strings.NewReader(text))
	for s.Scan() {
		n++
	}
	return n
}

func goodOutput(cmd *exec.Cmd) (n int, err error) {
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return 0, err
	}
	s := bufio.NewScanner(&out)
	for s.Scan() {
		n++
	}
	return n, nil
}

// What was looked for is there.
func goodFound(r io.Reader, word string) (bool, error) {
	s := bufio.NewScanner(r)
	for s.Scan() {
		if strings.Contains(s.Text(), word) {
			return true, nil
		}
	}
	return false, s.Err()
}

// Nobody needs the rest of it.
func goodUntil(r io.Reader) (header []string) {
	s := bufio.NewScanner(r)
	for {
		if !s.Scan() {
			log.Print("no end of header: ", s.Err())
			return header
		}
		if s.Text() == "" {
			return header
		}
		header = append(header, s.Text())
	}
}

func goodHelper(r io.Reader) (n int, err error) {
	s := lib.Words(r)
	for s.Scan() {
		n++
	}
	return n, lib.Check(s)
}

func goodCount(r io.Reader) (int, error) {
	s := lib.Words(r)
	n := lib.Count(s)
	return n, s.Err()
}

func goodDeferred(r io.Reader) (n int, err error) {
	s := bufio.NewScanner(r)
	defer func() { err = errors.Join(err, s.Err()) }()
	for s.Scan() {
		n++
	}
	return n, nil
}

// It is said that the error is of no interest.
func goodBlank(r io.Reader) (n int) {
	s := bufio.NewScanner(r)
	for s.Scan() {
		n++
	}
	_ = s.Err()
	return n
}

func goodFirst(r io.Reader) (string, error) {
	s := bufio.NewScanner(r)
	if !s.Scan() {
		return "", errors.Join(errEmpty, s.Err())
	}
	return s.Text(), nil
}

// It is one step of a longer reading.
type prompt struct{ in *bufio.Scanner }

func goodPrompt(r io.Reader) *prompt { return &prompt{in: bufio.NewScanner(r)} }

func (p *prompt) goodAsk(question string) (string, error) {
	fmt.Print(question)
	if !p.in.Scan() {
		return "", p.in.Err()
	}
	return p.in.Text(), nil
}

// Nothing is owed for one that is made, and not read.
func goodUnread(r io.Reader, wanted bool) *bufio.Scanner {
	s := bufio.NewScanner(r)
	if !wanted {
		return nil
	}
	return s
}

// An error of the work on a line comes first.
func goodFailed(r io.Reader, work func(string) error) error {
	s := bufio.NewScanner(r)
	for s.Scan() {
		if err := work(s.Text()); err != nil {
			return err
		}
	}
	return s.Err()
}
