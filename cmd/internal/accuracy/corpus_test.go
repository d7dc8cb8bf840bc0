package accuracy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cases := []Case{{AcquireLine: 3}, {AcquireLine: 1}, {AcquireLine: 2}}
		slow := func(_ context.Context, c Case) (int, error) {
			time.Sleep(time.Duration(c.AcquireLine) * time.Second)
			return c.AcquireLine, nil
		}
		for jobs, seconds := range map[int]int{1: 6, 2: 3, 9: 3} {
			start := time.Now()
			var got []int
			if err := inOrder(t.Context(), jobs, cases, slow, func(v int) { got = append(got, v) }); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, []int{3, 1, 2}) || time.Since(start) != time.Duration(seconds)*time.Second {
				t.Errorf("%d jobs: %v after %v", jobs, got, time.Since(start))
			}
		}
	})
}

func TestInOrderStops(t *testing.T) {
	boom := errors.New("boom")
	n := 0
	err := inOrder(t.Context(), 1, make([]Case, 3), func(ctx context.Context, _ Case) (int, error) {
		if n++; n == 2 {
			return 0, boom
		}
		return n, ctx.Err()
	}, func(v int) {
		if v != 1 {
			t.Errorf("emitted %d", v)
		}
	})
	if !errors.Is(err, boom) {
		t.Errorf("got %v, want %v", err, boom)
	}
}

func TestRunQuietSkips(t *testing.T) {
	c := Corpus{Trees: &Trees{Repos: t.TempDir(), Work: t.TempDir()}, Tool: Tool{Timeout: time.Minute}}
	var got []string
	err := c.RunQuiet(t.Context(), []Case{{Repo: "o/none", Commit: strings.Repeat("0", 40), Function: "F"}}, func(q Quiet) {
		got = append(got, q.Line())
	})
	if err != nil || len(got) != 1 || !strings.HasPrefix(got[0], "o/none F: skipped: no git directory") {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestLines(t *testing.T) {
	d := Diagnostic{Rule: "unclosed", File: "a.go", Line: 7, Message: "f is not closed"}
	for _, tt := range []struct{ got, want string }{
		{Quiet{"x", Side{}}.Line(), "x: quiet\n"},
		{Quiet{"x", Side{Reports: []Diagnostic{d}}}.Line(), "x: FALSE ALARM\n\t7 unclosed: f is not closed\n"},
		{Verdict{ID: "x", Kind: "k", Found: true, Silent: true, Parent: Side{Reports: []Diagnostic{d}}}.Line(),
			"x k: found, silent\n\tparent: 7 unclosed: f is not closed\n"},
		{Verdict{ID: "x", Kind: "k", Parent: Side{Skipped: "why"}}.Line(), "x k: skipped\n\tparent: why\n"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestWriteTotals(t *testing.T) {
	var b strings.Builder
	err := WriteTotals(&b, []Verdict{
		{Kind: "rowserr", Area: "db", Found: true, Near: true, Silent: true},
		{Kind: "rowserr", Area: "db", Parent: Side{Skipped: "x"}},
		{Kind: "unclosed-tx", Area: "db", Found: true, Fix: Side{Skipped: "x"}},
	})
	want := map[string]string{
		"rowserr":     "2 1 1 1 1 1",
		"unclosed-tx": "1 1 1 0 0 0",
		"area db":     "3 2 2 1 1 1",
		"all":         "3 2 2 1 1 1",
	}
	for line := range strings.Lines(b.String()) {
		f := strings.Fields(line)
		if len(f) < 7 || f[0] == "kind" {
			continue
		}
		name := strings.Join(f[:len(f)-6], " ")
		if got := strings.Join(f[len(f)-6:], " "); got != want[name] {
			t.Errorf("%s: %s, want %s", name, got, want[name])
		}
		delete(want, name)
	}
	if err != nil || len(want) > 0 {
		t.Errorf("%v; lines missing: %v\n%s", err, fmt.Sprint(want), &b)
	}
}
