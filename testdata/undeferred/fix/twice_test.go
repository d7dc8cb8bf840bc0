package fix

import (
	"errors"
	"os"
	"testing"

	"example.com/cases/undeferred/fix/lib"
)

func badStore(t *testing.T) {
	s, err := lib.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

func badLog(t *testing.T) {
	s, err := lib.OpenLog("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

func badGuarded(t *testing.T) {
	s, err := lib.OpenGuarded("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

func noFixFeed(t *testing.T) {
	s, err := lib.OpenFeed("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

func noFixCell(t *testing.T) {
	s, err := lib.OpenCell("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

// The variable gets another one, which is released too.
func badAgain(t *testing.T) {
	s, err := lib.Open("one")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	s, err = lib.Open("two")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}

// A defer behind a check of its own is not on every path to the Close that tells.
func noFixLateCheck(t *testing.T, dsn string) {
	s, err := lib.Open(dsn)
	if dsn == "" {
		if !errors.Is(err, os.ErrInvalid) {
			t.Fatal(err)
		}
	} else {
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Ping(); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil { // want "undeferred: s"
			t.Fatal(err)
		}
	}
}

// The Close that is there tells, the deferred one is for the case that it is not reached.
func badUnheard(t *testing.T) {
	s, err := lib.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	s.Close() // want "undeferred: s"
	if _, err := os.Stat("state.db"); err != nil {
		t.Fatal(err)
	}
}

// What has been started can do without it when the test returns: it is closed by then.
func badStarted(t *testing.T) {
	s, err := lib.Open("")
	if err != nil {
		t.Fatal(err)
	}
	w := lib.Watch(s)
	if err := s.Ping(); err != nil {
		t.Fatal(err)
	}
	w.Stop()
	if err := s.Close(); err != nil { // want "undeferred: s"
		t.Fatal(err)
	}
	t.Log("closed")
}
