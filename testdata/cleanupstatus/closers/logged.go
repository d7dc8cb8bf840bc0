package closers

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"
)

// What is made for the log only, a logger with fields, a context, a duration, does nothing
// about the error.
type service struct {
	db, read *sql.DB
	began    time.Time
	last     error
}

func (s *service) Close() error {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Close reports success: its error is only logged"
		slog.With("error", err).Error("close", "after", time.Since(s.began))
	}
	return nil
}

func (s *service) Shutdown() error {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Shutdown reports success: its error is only logged"
		slog.LogAttrs(context.Background(), slog.LevelError, "close", slog.Any("error", err))
	}
	return nil
}

func (s *service) Teardown() error {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Teardown reports success: its error is only logged"
		log := slog.Default().WithGroup("teardown").With("error", err)
		log.Warn("close")
	}
	return nil
}

func (s *service) Stop() error {
	err := s.read.Close()
	if err != nil {
		slog.With("error", err).Error("close")
	}
	return errors.Join(err, s.db.Close())
}

func (s *service) Destroy() error {
	if err := s.db.Close(); err != nil {
		slog.With("error", err).Error("close")
		s.last = err
	}
	return nil
}
