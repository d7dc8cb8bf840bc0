package dbpool_test

import (
	"context"
	"database/sql/driver"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/dbpool"
)

var update = flag.Bool("update", false, "rewrite the table in docs/faults.md")

// TestMatrixDoc compares the table in the documentation with the matrix.
func TestMatrixDoc(t *testing.T) {
	const path, begin, end = "../docs/faults.md", "<!-- BEGIN MATRIX -->\n", "<!-- END MATRIX -->\n"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no marks", path)
	}
	text := before + begin + matrixTable() + end + after
	if text == string(data) {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date: run go test ./dbpool -run TestMatrixDoc -update", path)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func matrixTable() string {
	var b strings.Builder
	b.WriteString("| fault | `With` | `InTx` | `Rows` |\n|---|---|---|---|\n")
	for _, row := range matrix {
		fmt.Fprintf(&b, "| %s |", row.fault)
		for _, operation := range []string{"With", "InTx", "Rows"} {
			cell := ""
			if w, ok := row.want[operation]; ok {
				cell = w.words()
				if row.took > 0 {
					cell += fmt.Sprintf(", after %v", row.took)
				}
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// words says what an operation comes to.
func (w want) words() string {
	ends := map[string]string{"commit": "; committed", "rollback": "; rolled back"}
	switch {
	case w.unwind:
		return "goes on" + ends[w.end]
	case len(w.errs) == 0:
		return "succeeds" + ends[w.end]
	}
	var errs []string
	for _, err := range w.errs {
		errs = append(errs, errorWords(err))
	}
	return strings.Join(errs, " and ") + ends[w.end]
}

func errorWords(err error) string {
	words, ok := map[error]string{
		dbpool.ErrExhausted:      "`ErrExhausted`, naming the holders,",
		errBody:                  "the function's error",
		driver.ErrBadConn:        "`driver.ErrBadConn`",
		context.Canceled:         "`context.Canceled`",
		context.DeadlineExceeded: "`context.DeadlineExceeded`",
	}[err]
	if !ok {
		return "the driver's error"
	}
	return words
}
