package accuracy

import (
	"strings"
	"testing"
)

func TestWriteKnown(t *testing.T) {
	var b strings.Builder
	WriteKnown(&b, []Known{
		{ID: "b", Area: "db", Outcome: Missed, Why: "held by a goroutine"},
		{ID: "a", Area: "db", Outcome: Missed, Why: "held by a goroutine"},
		{ID: "c", Area: "db", Outcome: Silent},
		{ID: "d", Area: "general", Outcome: Found, Why: "another way stays open"},
		{ID: "e", Area: "general", Outcome: Silent},
		{ID: "f", Area: "other", Outcome: LeftOut, Why: "nothing stays open"},
		{ID: "g", Area: "other", Outcome: NotRun, Why: "a dependency is missing"},
	})
	const want = `| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| db | 3 | 0 | 0 | 3 | 1 | 33.3 | 1 | 100.0 |
| general | 2 | 0 | 0 | 2 | 2 | 100.0 | 1 | 50.0 |
| other | 2 | 1 | 1 | 0 | 0 |  | 0 |  |
| all | 7 | 1 | 1 | 5 | 3 | 60.0 | 2 | 66.7 |

Found, and something still reported after the fix:

- another way stays open: d

Missed:

- held by a goroutine: a, b

Left out:

- nothing stays open: f

Not run:

- a dependency is missing: g
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestWriteBlind(t *testing.T) {
	var b strings.Builder
	WriteBlind(&b, []Known{
		{ID: "a", Area: "db", Round: 1, Blind: Silent, Outcome: Silent},
		{ID: "b", Area: "db", Round: 1, Blind: Missed, Outcome: Silent, Why: "a hook"},
		{ID: "c", Area: "db", Round: 1, Blind: Missed, Outcome: Missed, Why: "held by a goroutine"},
		{ID: "d", Area: "general", Round: 2, Blind: Missed, Outcome: Found, Why: "a hook"},
		{ID: "e", Area: "general", Round: 2, Blind: NotRun, Outcome: NotRun, Why: "a dependency is missing"},
	})
	const want = `| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| db, round 1, blind | 3 | 0 | 0 | 3 | 1 | 33.3 | 1 | 100.0 |
| all, round 1, blind | 3 | 0 | 0 | 3 | 1 | 33.3 | 1 | 100.0 |

| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| db, round 1, since | 3 | 0 | 0 | 3 | 2 | 66.7 | 2 | 100.0 |
| all, round 1, since | 3 | 0 | 0 | 3 | 2 | 66.7 | 2 | 100.0 |

| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| general, round 2, blind | 2 | 1 | 0 | 1 | 0 | 0.0 | 0 |  |
| all, round 2, blind | 2 | 1 | 0 | 1 | 0 | 0.0 | 0 |  |

| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| general, round 2, since | 2 | 1 | 0 | 1 | 1 | 100.0 | 0 | 0.0 |
| all, round 2, since | 2 | 1 | 0 | 1 | 1 | 100.0 | 0 | 0.0 |

Missed blind, and found since:

- a hook: b, d

Missed:

- held by a goroutine: c

Not run:

- a dependency is missing: e
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestReadKnown(t *testing.T) {
	for name, tt := range map[string]struct{ in, err string }{
		"no reason needed": {`{"id":"a","outcome":"silent"}`, ""},
		"reason given":     {`{"id":"a","outcome":"missed","why":"x"}`, ""},
		"no reason":        {`{"id":"a","outcome":"left out"}`, "a: left out needs a reason"},
		"outcome":          {`{"id":"a","outcome":"lost"}`, `a: outcome "lost", want silent, found, missed, left out or not run`},
		"learnt":           {`{"id":"a","outcome":"silent","blind":"missed","round":1,"why":"x"}`, ""},
		"learnt how":       {`{"id":"a","outcome":"silent","blind":"missed","round":1}`, "a: silent needs a reason"},
		"blind outcome":    {`{"id":"a","outcome":"silent","blind":"lost"}`, `a: blind outcome "lost", want silent, found, missed, left out or not run`},
		"no round":         {`{"id":"a","outcome":"silent","blind":"silent"}`, `a: round 0 of the blind outcome "silent"`},
		"twice":            {`{"id":"a","outcome":"silent"}{"id":"a","outcome":"silent"}`, "a: there twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadKnown(strings.NewReader(tt.in))
			if got := errorText(err); got != tt.err {
				t.Errorf("got %q, want %q", got, tt.err)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
