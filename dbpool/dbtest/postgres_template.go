package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

func (p *postgres) template(ctx context.Context, hash string, fill func(context.Context, location) error) (err error) {
	k := key(hash)
	p.source = templatePrefix + k
	unlock, err := p.lockTemplate(ctx, p.source)
	if err != nil {
		return err
	}
	defer func() { err = join(err, unlock()) }()

	var isComplete bool
	err = p.admin.QueryRowContext(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", p.source).Scan(&isComplete)
	missing := errors.Is(err, sql.ErrNoRows)
	if err != nil && !missing {
		return err
	}
	if !isComplete {
		if !missing { // its maker was killed
			if err := p.exec(ctx, "DROP DATABASE "+p.source+" WITH (FORCE)"); err != nil {
				return err
			}
		}
		if err := p.makeTemplate(ctx, fill); err != nil {
			return err
		}
	}
	return join(p.markUsed(ctx), p.choose(ctx))
}

// lockTemplate locks a template against all processes, on a session of its own.
func (p *postgres) lockTemplate(ctx context.Context, name string) (unlock func() error, err error) {
	conn, err := p.admin.Conn(ctx)
	if err != nil {
		return nil, err
	}
	number := templateNumber(name)
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1, $2)", templateLock, number); err != nil {
		return nil, join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1, $2)", templateLock, number)
		return join(err, conn.Close())
	}, nil
}

// templateNumber returns the second key of the lock of a template.
func templateNumber(name string) int32 {
	n, err := strconv.ParseUint(strings.TrimPrefix(name, templatePrefix)[:8], 16, 32)
	if err != nil {
		panic("internal error: not the name of a template: " + name)
	}
	return int32(n >> 1)
}

// makeTemplate makes the template; if that fails, nothing is left.
func (p *postgres) makeTemplate(ctx context.Context, fill func(context.Context, location) error) error {
	if err := p.exec(ctx, "CREATE DATABASE "+p.source+" TEMPLATE template0"); err != nil {
		return err
	}
	err := fill(ctx, p.at(p.source))
	left, failed := p.sessions(ctx, p.source)
	if err = join(err, sessionsError(p.source, left), failed); err != nil {
		return join(err, p.exec(context.WithoutCancel(ctx), "DROP DATABASE "+p.source+" WITH (FORCE)"))
	}
	// Nobody may connect: a database that has a session cannot be copied.
	return p.exec(ctx, "ALTER DATABASE "+p.source+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
}

// markUsed notes the day, so that the template is not taken for forgotten.
func (p *postgres) markUsed(ctx context.Context) error {
	today := usedToday()
	var noted sql.NullString
	err := p.admin.QueryRowContext(ctx, "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", p.source).Scan(&noted)
	if err != nil || noted.String == today {
		return err
	}
	return p.comment(ctx, p.source, today)
}

// largeTemplate is the size from which on copying files is quicker than logging
// every page, also where that has to wait for the disk.
const largeTemplate = 50 << 20

// choose finds out how this server copies the template fastest. Since version 15
// there are two ways: to write each page to the log, or to copy files, which
// needs two checkpoints and therefore costs more the more other tests write.
func (p *postgres) choose(ctx context.Context) error {
	var version int
	var size int64
	var fsync string
	err := p.admin.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int, current_setting('max_connections')::int,
		current_setting('fsync'), pg_database_size($1::text)`, p.source).Scan(&version, &p.maximum, &fsync, &size)
	if err != nil {
		return fmt.Errorf("settings of the server: %w", err)
	}
	switch {
	case version < 150000:
		p.clone = ""
	case size > largeTemplate || fsync == "off":
		p.clone = " STRATEGY file_copy"
	default:
		p.clone = " STRATEGY wal_log"
	}
	return nil
}
