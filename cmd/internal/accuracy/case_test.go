package accuracy

import (
	"slices"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	for kind, want := range map[string][]string{
		"unclosed-rows":     {"unclosed", "undisposed"},
		"unclosed-pool":     {"unclosed", "undisposed"},
		"query-for-exec":    {"unclosed"},
		"unclosed-iterator": {"unclosed", "undisposed", "rowserr"},
		"not-deferred":      {"unclosed", "undisposed", "undeferred"},
		"rowserr":           {"rowserr"},
		"defer-in-loop":     {"deferloop"},
		"use-after-close":   {"afterclose"},
		"unended-span":      {"unclosed"},
		"cleanup-ctx":       {"cleanupctx"},
		"nested-query":      {"poolnest"},
		"pool-config":       {"poolconfig", "poolscope"},
		"lost-cancel":       nil, // out of scope
	} {
		if got := Rules(kind); !slices.Equal(got, want) {
			t.Errorf("Rules(%q) = %v, want %v", kind, got, want)
		}
	}
}

func TestReadCases(t *testing.T) {
	cases, err := ReadCases(strings.NewReader(`{"id":"a","acquire_line":3,"tags":["x"]}` + "\n\n" + `{"id":"b","file":"x_test.go"}` + "\n"))
	if err != nil || len(cases) != 2 || cases[0].AcquireLine != 3 || cases[0].inTest() || !cases[1].inTest() {
		t.Errorf("got %+v, %v", cases, err)
	}
	if _, err := ReadCases(strings.NewReader("{}\n{")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v does not name the line", err)
	}
}

func TestCaseName(t *testing.T) {
	if got := (Case{ID: "x", Repo: "o/a"}).Name(); got != "x" {
		t.Errorf("name %q", got)
	}
	if got := (Case{Repo: "o/a", Function: "F"}).Name(); got != "o/a F" {
		t.Errorf("name %q", got)
	}
}
