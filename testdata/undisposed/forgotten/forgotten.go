// Package forgotten has types that open something for themselves, lend it, and forget
// it, or not, when they are closed.
package forgotten

import (
	"database/sql"
	"errors"

	"example.com/cases/undisposed/forgotten/lib"
)

// Close closes the index' other half, and not the journal.
type badStore struct {
	journal *lib.Journal
	log     lib.Log
	index   *lib.Index
	engine  *lib.Engine
	db      *sql.DB
}

func (s *badStore) Open(dsn string) (err error) {
	s.journal, err = lib.OpenJournal(dsn) // want "undisposed: s.journal .* kept in badStore.journal"
	if err != nil {
		return err
	}
	s.log = s.journal
	s.index = lib.NewIndex(s.journal)
	s.engine, err = lib.Run(s.log)
	if err != nil {
		return err
	}
	s.db, err = sql.Open("postgres", dsn)
	return err
}

func (s *badStore) Add(entry string) error {
	return errors.Join(s.log.Append(entry), s.index.Add(entry))
}

func (s *badStore) Close() error {
	s.engine.Stop()
	return s.db.Close()
}

type goodStore struct {
	journal *lib.Journal
	log     lib.Log
	index   *lib.Index
	db      *sql.DB
}

func (s *goodStore) Open(dsn string) (err error) {
	s.journal, err = lib.OpenJournal(dsn)
	if err != nil {
		return err
	}
	s.log = s.journal
	s.index = lib.NewIndex(s.journal)
	s.db, err = sql.Open("postgres", dsn)
	return err
}

func (s *goodStore) Close() error { return errors.Join(s.db.Close(), s.journal.Close()) }

// It is asked by its other name whether it can be closed.
type goodAsked struct {
	journal *lib.Journal
	log     lib.Log
}

func (s *goodAsked) Open(dsn string) (err error) {
	s.journal, err = lib.OpenJournal(dsn)
	if err != nil {
		return err
	}
	s.log = s.journal
	return nil
}

func (s *goodAsked) Close() error {
	if c, ok := s.log.(interface{ Close() error }); ok {
		return c.Close()
	}
	return nil
}

// The tail closes it.
type goodTailed struct {
	journal *lib.Journal
	tail    *lib.Tail
}

func (s *goodTailed) Open(dsn string) (err error) {
	s.journal, err = lib.OpenJournal(dsn)
	if err != nil {
		return err
	}
	s.tail = lib.NewTail(s.journal)
	return nil
}

func (s *goodTailed) Close() error { return s.tail.Close() }

// An accessor lends what its type should close.
type badFactory struct{ db *sql.DB }

func (f *badFactory) Init(dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .* kept in badFactory.db"
	if err != nil {
		return err
	}
	f.db = db
	return nil
}

func (f *badFactory) DB() *sql.DB { return f.db }

func (f *badFactory) NewReader() *lib.Reader { return lib.NewReader(f.db) }

func (f *badFactory) Close() error { return nil }

// Without a method to close it, whoever gets the pool may be meant to.
type goodOpener struct{ db *sql.DB }

func (f *goodOpener) Init(dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	f.db = db
	return nil
}

func (f *goodOpener) DB() *sql.DB { return f.db }

// A keeper closes what it is given.
type goodKept struct{ db *sql.DB }

func (f *goodKept) Init(dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	f.db = db
	return nil
}

func (f *goodKept) Keeper() *lib.Keeper { return lib.NewKeeper(f.db) }

func (f *goodKept) Close() error { return nil }

// It is taken out before it is given away.
type goodTaken struct{ db *sql.DB }

func (f *goodTaken) Init(dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	f.db = db
	return nil
}

func (f *goodTaken) Take() *sql.DB {
	db := f.db
	f.db = nil
	return db
}

func (f *goodTaken) Close() error { return nil }

// The index keeps the journal, too, and Close knows it by its own name.
type goodIndexed struct {
	index   *lib.Index
	journal *lib.Journal
}

func (s *goodIndexed) Open(dsn string) error {
	journal, err := lib.OpenJournal(dsn)
	if err != nil {
		return err
	}
	s.index = lib.NewIndex(journal)
	s.journal = journal
	return nil
}

func (s *goodIndexed) Close() error {
	journal := s.journal
	s.index, s.journal = nil, nil
	return journal.Close()
}

// Close forgets both.
type badIndexed struct {
	index   *lib.Index
	journal *lib.Journal
}

func (s *badIndexed) Open(dsn string) error {
	journal, err := lib.OpenJournal(dsn) // want "undisposed: journal .* kept in badIndexed"
	if err != nil {
		return err
	}
	s.journal = journal
	s.index = lib.NewIndex(journal)
	return nil
}

func (s *badIndexed) Close() error {
	s.index, s.journal = nil, nil
	return nil
}

// It is lost where the ping fails, too: what matters more is told.
type badPinged struct{ db *sql.DB }

func newBadPinged(dsn string) (*badPinged, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .* is never closed: it is kept in badPinged.db"
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return &badPinged{db: db}, nil
}

func (p *badPinged) Add(entry string) error {
	_, err := p.db.Exec("INSERT INTO entries VALUES ($1)", entry)
	return err
}

func (p *badPinged) Close() error { return nil }

// As a method that fills its receiver.
type badPingedLater struct{ db *sql.DB }

func (p *badPingedLater) Open(dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .* is never closed: it is kept in badPingedLater.db"
	if err != nil {
		return err
	}
	if err := db.Ping(); err != nil {
		return err
	}
	p.db = db
	return nil
}

// It is closed in the end, and lost where the ping fails.
type badClosed struct{ db *sql.DB }

func newBadClosed(dsn string) (*badClosed, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .* is not closed on every path: it stays open when err != nil"
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return &badClosed{db: db}, nil
}

func (p *badClosed) Close() error { return p.db.Close() }

// It is handed out, and who gets it may close it: lost is only what the ping fails for.
type badHanded struct{ db *sql.DB }

func newBadHanded(dsn string) (*badHanded, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .* is not closed on every path"
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return &badHanded{db: db}, nil
}

func (p *badHanded) DB() *sql.DB { return p.db }

// It is closed where the ping fails, and in the end.
type goodPinged struct{ db *sql.DB }

func newGoodPinged(dsn string) (*goodPinged, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &goodPinged{db: db}, nil
}

func (p *goodPinged) Close() error { return p.db.Close() }
