package dbtest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (p *postgres) reap(ctx context.Context) error {
	// Whoever made a database that was there before the locks are read has its
	// lock, or has ended. If it ended just now, it may have kept it: the notes are
	// read last.
	before, err := p.databases(ctx)
	if err != nil {
		return err
	}
	runs, err := p.locked(ctx, runLock)
	if err != nil {
		return err
	}
	templates, err := p.locked(ctx, templateLock)
	if err != nil {
		return err
	}
	after, err := p.databases(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, d := range after {
		wasThere := slices.ContainsFunc(before, func(b found) bool { return b.name == d.name })
		if !wasThere || !d.isLeft(runs, templates, time.Now()) {
			continue
		}
		if d.isTemplate {
			errs = append(errs, p.exec(ctx, "ALTER DATABASE "+d.name+" WITH IS_TEMPLATE false"))
		}
		// Another process may have been quicker.
		errs = append(errs, p.exec(ctx, "DROP DATABASE IF EXISTS "+d.name+" WITH (FORCE)"))
	}
	return join(errs...)
}

// locked returns the second keys of the advisory locks that are held anywhere
// on the server, whatever database their sessions are on.
func (p *postgres) locked(ctx context.Context, first int32) (held map[int32]bool, err error) {
	rows, err := p.admin.QueryContext(ctx, "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = $1 AND objsubid = 2", first)
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, rows.Close()) }()
	held = map[int32]bool{}
	for rows.Next() {
		var second int32
		if err := rows.Scan(&second); err != nil {
			return nil, err
		}
		held[second] = true
	}
	return held, rows.Err()
}

// found is a database that dbtest made at some time.
type found struct {
	name       string
	note       string // its comment
	isTemplate bool
}

func (p *postgres) databases(ctx context.Context) (all []found, err error) {
	rows, err := p.admin.QueryContext(ctx, `SELECT datname, coalesce(shobj_description(oid, 'pg_database'), ''), datistemplate
		FROM pg_database WHERE datname LIKE 'dbtest\_%' AND pg_get_userbyid(datdba) = current_user`)
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, rows.Close()) }()
	for rows.Next() {
		var d found
		if err := rows.Scan(&d.name, &d.note, &d.isTemplate); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

// isLeft reports whether nobody needs a database any more, given the locks that
// are held.
func (d found) isLeft(runs, templates map[int32]bool, now time.Time) bool {
	if strings.HasPrefix(d.name, templatePrefix) {
		day, err := time.Parse(time.DateOnly, strings.TrimPrefix(d.note, usedOn))
		isUsed := err == nil && now.Sub(day) < templateFor
		return !isUsed && !templates[templateNumber(d.name)]
	}
	if since, ok := strings.CutPrefix(d.note, keptSince); ok {
		t, err := time.Parse(time.RFC3339, since)
		return err != nil || now.Sub(t) > keptFor
	}
	run, _, _ := strings.Cut(strings.TrimPrefix(d.name, "dbtest_"), "_")
	number, err := strconv.ParseInt(run, 16, 32)
	return err == nil && !runs[int32(number)]
}
