package dbtest

import "context"

func (p *postgres) reap(ctx context.Context) error {
	left, err := leftovers(
		func() ([]leftover, error) { return p.databases(ctx) },
		func() (locks, error) { return p.locks(ctx) })
	if err != nil {
		return err
	}
	var errs []error
	for _, l := range left {
		// Another process may be quicker, so the database may be gone any time.
		errs = append(errs, p.unprotect(ctx, l), p.exec(ctx, "DROP DATABASE IF EXISTS "+l.name+" WITH (FORCE)"))
	}
	return join(errs...)
}

// unprotect makes a template one that can be dropped.
func (p *postgres) unprotect(ctx context.Context, l leftover) error {
	if !l.isTemplate() {
		return nil
	}
	err := p.exec(ctx, "ALTER DATABASE "+l.name+" WITH IS_TEMPLATE false")
	if hasState(err, "3D000") { // it is gone
		return nil
	}
	return err
}

func (p *postgres) databases(ctx context.Context) (all []leftover, err error) {
	rows, err := p.admin.QueryContext(ctx, `SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '')
		FROM pg_database WHERE datname LIKE 'dbtest\_%' AND pg_get_userbyid(datdba) = current_user`)
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

// locks returns who holds our advisory locks, whatever database their sessions
// are on.
func (p *postgres) locks(ctx context.Context) (_ locks, err error) {
	rows, err := p.admin.QueryContext(ctx, `SELECT classid::bigint, objid::bigint FROM pg_locks
		WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint IN ($1, $2)`, runLock, templateLock)
	if err != nil {
		return locks{}, err
	}
	defer func() { err = join(err, rows.Close()) }()
	held := map[[2]int32]bool{}
	for rows.Next() {
		var lock [2]int32
		if err := rows.Scan(&lock[0], &lock[1]); err != nil {
			return locks{}, err
		}
		held[lock] = true
	}
	return locks{
		run:      func(run int32) bool { return held[[2]int32{runLock, run}] },
		template: func(name string) bool { return held[[2]int32{templateLock, templateNumber(name)}] },
	}, rows.Err()
}
