package helpers

import (
	"errors"
	"os"
)

// A session is closed by its user, or after the one call that it was opened for.
type session struct {
	file *os.File
	once bool
}

func open(path string, once bool) (*session, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &session{f, once}, nil
}

func (s *session) Close() error { return s.file.Close() }

// Insert closes a session that was opened for it.
func (s *session) Insert(row string) error {
	if s.once {
		defer s.Close()
	}
	_, err := s.file.WriteString(row)
	return err
}

// Last closes the session, whatever it was opened for.
func (s *session) Last(row string) error {
	_, err := s.file.WriteString(row)
	return errors.Join(err, s.Close())
}

// Size asks the open file.
func (s *session) Size() (int64, error) {
	info, err := s.file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func size(s *session) (int64, error) { return s.Size() }

func goodAsksAfterInsert(path string) (int64, error) {
	s, err := open(path, false)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if err := s.Insert("a"); err != nil {
		return 0, err
	}
	return s.Size()
}

func goodHelperAfterInsert(path string) (int64, error) {
	s, err := open(path, false)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if err := s.Insert("a"); err != nil {
		return 0, err
	}
	return size(s)
}

// One that is opened for a call is not closed again.
func goodInsertsOnce(path string) error {
	s, err := open(path, true)
	if err != nil {
		return err
	}
	return s.Insert("a")
}

func badAsksAfterLast(path string) (int64, error) {
	s, err := open(path, false)
	if err != nil {
		return 0, err
	}
	if err := s.Last("a"); err != nil {
		return 0, err
	}
	return s.Size() // want "afterclose: s "
}

func badHelperAfterLast(path string) (int64, error) {
	s, err := open(path, false)
	if err != nil {
		return 0, err
	}
	if err := s.Last("a"); err != nil {
		return 0, err
	}
	return size(s) // want "afterclose: s "
}
