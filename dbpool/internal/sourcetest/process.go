package sourcetest

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// childEnv names the scenario that a child process plays.
const childEnv = "DBTEST_CHILD"

// Child is the test Database.Child, which Processes runs in processes of their own.
func Child(t *testing.T, database func(*testing.T) Database) {
	scenario := os.Getenv(childEnv)
	if scenario == "" {
		t.Skip("runs in a process that another test starts")
	}
	db := database(t).New(plain(schema)).New(t)
	if _, err := db.Exec("INSERT INTO t VALUES (2, 'two')"); err != nil {
		t.Fatal(err)
	}
	os.Stderr.WriteString("ready\n")
	switch scenario {
	case "panic":
		panic("oh")
	case "exit":
		os.Exit(3)
	case "hang":
		select {}
	case "hold":
		_, _ = io.Copy(io.Discard, os.Stdin)
		if _, err := db.Exec("INSERT INTO t VALUES (3, 'three')"); err != nil {
			t.Error(err)
		}
	case "parallel subtests":
		for range 4 {
			t.Run("sub", func(t *testing.T) {
				t.Parallel()
				if err := db.Ping(); err != nil {
					t.Error(err)
				}
			})
		}
	default:
		t.Fatalf("no scenario %q", scenario)
	}
}

// Processes checks what becomes of the databases of processes that end in
// every way.
func Processes(t *testing.T, d Database) {
	for _, test := range []struct {
		scenario string
		args     []string
		kill     bool
		leaves   int // databases
		stays    int // of them when the next run has begun
	}{
		{scenario: "panic", leaves: 1, stays: 1}, // kept
		{scenario: "exit", leaves: 1},
		{scenario: "hang", args: []string{"-test.timeout=1s"}, leaves: 1},
		{scenario: "hang", kill: true, leaves: 1},
		{scenario: "parallel subtests"},
	} {
		t.Run(test.scenario, func(t *testing.T) {
			before := len(d.List(t))
			c := d.start(t, test.scenario, test.args...)
			if test.kill {
				_ = c.cmd.Process.Kill()
			}
			said, err := c.wait()
			if (err == nil) != (test.leaves == 0) || strings.Contains(said, "the database is kept: ") != (test.stays == 1) {
				t.Errorf("%v\n%s", err, said)
			}
			if n := len(d.List(t)) - before; n != test.leaves {
				t.Errorf("it left %d databases, want %d", n, test.leaves)
			}
			use(t, d)
			if n := len(d.List(t)) - before; n != test.stays {
				t.Errorf("the next run left %d databases, want %d", n, test.stays)
			}
		})
	}
	t.Run("alive", func(t *testing.T) {
		before := len(d.List(t))
		c := d.start(t, "hold")
		use(t, d)
		if n := len(d.List(t)) - before; n != 1 {
			t.Errorf("%d databases while it is alive, want 1", n)
		}
		if err := c.stdin.Close(); err != nil {
			t.Error(err)
		}
		if said, err := c.wait(); err != nil {
			t.Errorf("%v\n%s", err, said)
		}
		if n := len(d.List(t)) - before; n != 0 {
			t.Errorf("it left %d databases", n)
		}
	})
}

// use is the next run: it begins by removing what others left.
func use(t *testing.T, d Database) {
	t.Helper()
	err := d.New(plain(schema)).Run(context.Background(), "next", func(ctx context.Context, db *dbtest.DB) error {
		return db.PingContext(ctx)
	})
	if err != nil {
		t.Error(err)
	}
}

// A child is a process that runs Child.
type child struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *bufio.Reader
}

// start starts a child, and returns when it has a database.
func (d Database) start(t *testing.T, scenario string, args ...string) *child {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-test.run=^" + d.Child + "$"}, args...)...)
	cmd.Env = append(os.Environ(), childEnv+"="+scenario)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{cmd, stdin, bufio.NewReader(out)}
	if line, err := c.out.ReadString('\n'); line != "ready\n" {
		said, failed := c.wait()
		t.Fatalf("the child did not get ready: %v %v\n%s%s", err, failed, line, said)
	}
	return c
}

// wait waits for the end of the child, and returns what it said.
func (c *child) wait() (said string, err error) {
	text, err := io.ReadAll(c.out)
	if failed := c.cmd.Wait(); failed != nil {
		err = failed
	}
	return string(text), err
}
