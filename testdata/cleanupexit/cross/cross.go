// Package cross ends the process through functions of another package.
package cross

import (
	"log"
	"os"

	"example.com/cases/cleanupexit/cross/lib"
)

func badDie(dsn string) {
	s, err := lib.NewStore(dsn)
	if err != nil {
		lib.Die("%v", err)
	}
	defer s.Close()
	if err := s.Ping(); err != nil {
		lib.Die("%v", err) // want "cleanupexit: lib.Die ends the process and the deferred s.Close\\(\\) does not run"
	}
}

func badUsage(dsn string) {
	s, err := lib.NewStore(dsn)
	if err != nil {
		lib.Die("%v", err)
	}
	defer s.Close()
	if len(os.Args) < 2 {
		lib.Usage() // want "cleanupexit: lib.Usage ends"
	}
	if err := s.Ping(); err != nil {
		log.Print(err)
	}
}

func badThunk(dsn string) {
	db, done, err := lib.Open(dsn)
	if err != nil {
		lib.Die("%v", err)
	}
	defer done()
	if err := db.Ping(); err != nil {
		lib.Die("%v", err) // want "cleanupexit: lib.Die ends .* the deferred done\\(\\)"
	}
}

func goodDie(dsn string) {
	s, err := lib.NewStore(dsn)
	if err != nil {
		lib.Die("%v", err)
	}
	if err := s.Ping(); err != nil {
		s.Close()
		lib.Die("%v", err)
	}
	s.Close()
}

func goodPanic(dsn string) {
	s, err := lib.NewStore(dsn)
	if err != nil {
		lib.Panicf("%v", err)
	}
	defer s.Close()
	if err := s.Ping(); err != nil {
		lib.Panicf("%v", err)
	}
}

// It may end the process, which only the strict profile reports.
func goodCheck(dsn string) {
	s, err := lib.NewStore(dsn)
	lib.Check(err)
	defer s.Close()
	lib.Check(s.Ping())
}
