package errorpath

import "database/sql"

// A session keeps the first error of its statements.
type session struct {
	db  *sql.DB
	err error
}

// note keeps the error, and returns the one that is kept.
func (s *session) note(err error) error {
	if err != nil && s.err == nil {
		s.err = err
	}
	return s.err
}

func (s *session) goodNoted(query string, scan func(*sql.Rows)) {
	if rows, err := s.db.Query(query); s.note(err) == nil {
		defer rows.Close()
		scan(rows)
		s.note(rows.Err())
	}
}

func (s *session) badNoted(query string, scan func(*sql.Rows)) error {
	rows, err := s.db.Query(query) // want "unclosed: rows .* stays open when len\\(columns\\) == 0"
	if s.note(err) != nil {
		return s.err
	}
	columns, err := rows.Columns()
	if err != nil {
		rows.Close()
		return s.note(err)
	}
	if len(columns) == 0 {
		return nil
	}
	defer rows.Close()
	scan(rows)
	return s.note(rows.Err())
}
