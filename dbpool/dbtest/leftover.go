package dbtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How long things stay that nobody needs.
const (
	keptFor     = 24 * time.Hour     // the database of a failed test
	templateFor = 7 * 24 * time.Hour // a template, since it was used last
)

// On a server all databases have names that say what they are:
//
//	dbtest_RUN_LABEL       a database of a run
//	dbtest_template_KEY    a template

const templatePrefix = "dbtest_template_"

func databaseName(run int32, label string) string { return fmt.Sprintf("dbtest_%08x_%s", run, label) }

// runOf returns the run that made a database.
func runOf(name string) (run int32, ok bool) {
	number, _, _ := strings.Cut(strings.TrimPrefix(name, "dbtest_"), "_")
	n, err := strconv.ParseInt(number, 16, 32)
	return int32(n), err == nil
}

// And a note says since when.
const (
	keptSince = "kept since " // time.RFC3339
	usedOn    = "used on "    // time.DateOnly; a template without it was not completed
)

func keptNow() string   { return keptSince + time.Now().UTC().Format(time.RFC3339) }
func usedToday() string { return usedOn + time.Now().UTC().Format(time.DateOnly) }

// A leftover is a database that may be one.
type leftover struct {
	name string
	note string
}

func (l leftover) isTemplate() bool { return strings.HasPrefix(l.name, templatePrefix) }

// locks tells who is alive.
type locks struct {
	run      func(int32) bool
	template func(name string) bool // whether a process is at work on it
}

// isLeft reports whether nobody needs the database.
func (l leftover) isLeft(held locks, now time.Time) bool {
	if l.isTemplate() {
		day, err := time.Parse(time.DateOnly, strings.TrimPrefix(l.note, usedOn))
		isUsed := err == nil && now.Sub(day) < templateFor
		return !isUsed && !held.template(l.name)
	}
	if since, ok := strings.CutPrefix(l.note, keptSince); ok {
		t, err := time.Parse(time.RFC3339, since)
		return err != nil || now.Sub(t) > keptFor
	}
	run, ok := runOf(l.name)
	return ok && !held.run(run)
}

// leftovers finds the databases that nobody needs. Whoever made one that is
// there before the locks are read has its lock, or has ended. If it ended just
// now, it may have kept it: so the notes are read again, last.
func leftovers(databases func() ([]leftover, error), held func() (locks, error)) ([]leftover, error) {
	before, err := databases()
	if err != nil || len(before) == 0 {
		return nil, err
	}
	locks, err := held()
	if err != nil {
		return nil, err
	}
	after, err := databases()
	return slices.DeleteFunc(after, func(l leftover) bool {
		wasThere := slices.ContainsFunc(before, func(b leftover) bool { return b.name == l.name })
		return !wasThere || !l.isLeft(locks, time.Now())
	}), err
}
