package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

func (m *mysql) template(ctx context.Context, hash string, fill func(context.Context, location) error) (err error) {
	m.source = templatePrefix + key(hash)
	unlock, err := m.lockTemplate(ctx)
	if err != nil {
		return err
	}
	defer func() { err = join(err, unlock()) }()

	all, err := m.databases(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(l leftover) bool { return l.name == m.source })
	if i < 0 || !strings.HasPrefix(all[i].note, usedOn) {
		if err := m.makeTemplate(ctx, fill); err != nil {
			return err
		}
	}
	if i < 0 || all[i].note != usedToday() {
		if err := m.note(ctx, m.source, usedToday()); err != nil {
			return err
		}
	}
	if err := m.admin.QueryRowContext(ctx, "SELECT @@max_connections").Scan(&m.maximum); err != nil {
		return err
	}
	m.dump, err = readDump(ctx, m.admin, m.source)
	return err
}

// lockTemplate locks the template against all processes, on a session of its own.
func (m *mysql) lockTemplate(ctx context.Context) (unlock func() error, err error) {
	conn, err := m.admin.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := getLock(ctx, conn, m.source); err != nil {
		return nil, join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "DO RELEASE_LOCK(?)", m.source)
		return join(err, conn.Close())
	}, nil
}

// makeTemplate makes the template; if that fails, nothing is left.
func (m *mysql) makeTemplate(ctx context.Context, fill func(context.Context, location) error) error {
	// One that is there was not completed: its maker was killed.
	if err := m.exec(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS `%[1]s`; CREATE DATABASE `%[1]s`", m.source)); err != nil {
		return err
	}
	// A file of a schema has several statements.
	err := fill(ctx, m.at(m.source, "multiStatements=true"))
	left, failed := m.sessions(ctx, m.source)
	if err = join(err, sessionsError(m.source, left), failed); err != nil {
		return join(err, m.exec(context.WithoutCancel(ctx), "DROP DATABASE `"+m.source+"`"))
	}
	return nil
}

func (m *mysql) reap(ctx context.Context) error {
	left, err := leftovers(
		func() ([]leftover, error) { return m.databases(ctx) },
		func() (locks, error) { return m.locks(ctx) })
	if err != nil {
		return err
	}
	var errs []error
	for _, l := range left {
		// Another process may have been quicker.
		errs = append(errs, m.exec(ctx, "DROP DATABASE IF EXISTS `"+l.name+"`"))
	}
	return join(errs...)
}

func (m *mysql) databases(ctx context.Context) (all []leftover, err error) {
	rows, err := m.admin.QueryContext(ctx, `SELECT schema_name, coalesce(table_comment, '')
		FROM information_schema.schemata LEFT JOIN information_schema.tables ON table_schema = schema_name AND table_name = ?
		WHERE schema_name LIKE 'dbtest\_%'`, notes)
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, rows.Close()) }()
	for rows.Next() {
		var l leftover
		if err := rows.Scan(&l.name, &l.note); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// locks asks the server for each lock, as only some versions can list them.
func (m *mysql) locks(ctx context.Context) (locks, error) {
	databases, err := m.databases(ctx)
	if err != nil {
		return locks{}, err
	}
	held := map[string]bool{}
	for _, l := range databases {
		name := l.name
		if run, ok := runOf(l.name); ok && !l.isTemplate() {
			name = runLockName(run)
		}
		var owner sql.NullInt64
		if err := m.admin.QueryRowContext(ctx, "SELECT IS_USED_LOCK(?)", name).Scan(&owner); err != nil {
			return locks{}, err
		}
		held[name] = owner.Valid
	}
	return locks{
		run:      func(run int32) bool { return held[runLockName(run)] },
		template: func(name string) bool { return held[name] },
	}, nil
}
