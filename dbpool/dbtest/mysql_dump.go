package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A dump holds the statements that make a copy of a database, in an order in
// which each finds what it needs: tables, their rows, and only then the triggers
// that would act on them.
type dump struct {
	create string // the end of CREATE DATABASE
	rest   []string
}

// statements returns all of them, for a database with a name.
func (d dump) statements(name string) string {
	head := fmt.Sprintf("CREATE DATABASE `%[1]s` %[2]s; USE `%[1]s`; ", name, d.create)
	// The session goes back to the pool, and must not be on the database then.
	return head + strings.Join(d.rest, ";\n") + ";\nUSE information_schema"
}

// readDump makes a dump of a database.
func readDump(ctx context.Context, db *sql.DB, database string) (d dump, err error) {
	r := &dumpReader{ctx: ctx, db: db, database: database}
	err = db.QueryRowContext(ctx, `SELECT concat('CHARACTER SET ', default_character_set_name, ' COLLATE ', default_collation_name)
		FROM information_schema.schemata WHERE schema_name = ?`, database).Scan(&d.create)
	if err != nil {
		return d, err
	}
	r.sequences()
	r.tables()
	r.rows()
	r.each("FUNCTION", "SELECT routine_name FROM information_schema.routines WHERE routine_type = 'FUNCTION' AND routine_schema = ?", "Create Function")
	r.each("PROCEDURE", "SELECT routine_name FROM information_schema.routines WHERE routine_type = 'PROCEDURE' AND routine_schema = ?", "Create Procedure")
	r.views()
	r.each("TRIGGER", "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ? ORDER BY action_order", "SQL Original Statement")
	r.each("EVENT", "SELECT event_name FROM information_schema.events WHERE event_schema = ?", "Create Event")
	d.rest = r.statements
	if r.err != nil {
		return d, fmt.Errorf("read %s: %w", database, r.err)
	}
	return d, nil
}

// A dumpReader gathers statements until the first error.
type dumpReader struct {
	ctx        context.Context
	db         *sql.DB
	database   string
	statements []string
	err        error
}

func (r *dumpReader) add(format string, args ...any) {
	r.statements = append(r.statements, fmt.Sprintf(format, args...))
}

// named returns the result of a query for the names of things.
func (r *dumpReader) named(query string, args ...any) (names []string) {
	if r.err != nil {
		return nil
	}
	rows, err := r.db.QueryContext(r.ctx, query, append([]any{r.database}, args...)...)
	if err != nil {
		r.err = err
		return nil
	}
	defer func() { r.err = join(r.err, rows.Close()) }()
	for rows.Next() {
		var name string
		if r.err = rows.Scan(&name); r.err != nil {
			return nil
		}
		names = append(names, name)
	}
	r.err = rows.Err()
	return names
}

func (r *dumpReader) tablesOf(kind string) []string {
	return r.named("SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type = ? AND table_name <> ? ORDER BY table_name", kind, notes)
}

// show returns what SHOW CREATE tells of a thing, by column.
func (r *dumpReader) show(kind, name string) (columns map[string]string) {
	if r.err != nil {
		return nil
	}
	columns, r.err = showCreate(r.ctx, r.db, fmt.Sprintf("SHOW CREATE %s %s.%s", kind, quoted(r.database), quoted(name)))
	return columns
}

func showCreate(ctx context.Context, db *sql.DB, query string) (columns map[string]string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]sql.NullString, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	if !rows.Next() {
		return nil, errors.Join(rows.Err(), fmt.Errorf("%s: nothing", query))
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	columns = map[string]string{}
	for i, name := range names {
		columns[name] = values[i].String
	}
	return columns, rows.Err()
}

// each adds all things of a kind, under the SQL mode that they were made with.
func (r *dumpReader) each(kind, query, column string) {
	for _, name := range r.named(query) {
		shown := r.show(kind, name)
		if r.err == nil && shown[column] == "" {
			r.err = fmt.Errorf("the account may not see the text of %s %s", kind, name)
		}
		r.add("SET sql_mode = '%s'", shown["sql_mode"])
		r.add("%s", r.unqualified(shown[column]))
	}
}

func (r *dumpReader) sequences() {
	for _, name := range r.tablesOf("SEQUENCE") {
		r.add("%s", r.show("SEQUENCE", name)["Create Table"])
		for _, next := range r.named("SELECT next_not_cached_value FROM " + quoted(r.database) + "." + quoted(name) + " WHERE ? <> ''") {
			r.add("ALTER SEQUENCE %s RESTART %s", quoted(name), next)
		}
	}
}

func (r *dumpReader) tables() {
	for _, name := range r.tablesOf("BASE TABLE") {
		r.add("%s", r.show("TABLE", name)["Create Table"])
	}
}

// rows copies them from the template itself, as they are: a 0 in a column with
// AUTO_INCREMENT too. What a column computes is computed again.
func (r *dumpReader) rows() {
	r.add("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
	for _, name := range r.tablesOf("BASE TABLE") {
		from := quoted(r.database) + "." + quoted(name)
		if len(r.named("SELECT 1 FROM "+from+" WHERE ? <> '' LIMIT 1")) == 0 {
			continue
		}
		columns := r.named(`SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?
			AND extra NOT LIKE '% GENERATED' ORDER BY ordinal_position`, name)
		for i := range columns {
			columns[i] = quoted(columns[i])
		}
		list := strings.Join(columns, ", ")
		r.add("INSERT INTO %s (%s) SELECT %s FROM %s", quoted(name), list, list, from)
	}
}

// views adds each after those that it reads. Views cannot go in circles.
func (r *dumpReader) views() {
	text := map[string]string{}
	pending := r.tablesOf("VIEW")
	for _, name := range pending {
		text[name] = r.show("VIEW", name)["Create View"]
	}
	reads := func(name, other string) bool {
		return name != other && strings.Contains(text[name], quoted(r.database)+"."+quoted(other))
	}
	for len(pending) > 0 && r.err == nil {
		i := slices.IndexFunc(pending, func(name string) bool {
			return !slices.ContainsFunc(pending, func(other string) bool { return reads(name, other) })
		})
		if i < 0 {
			r.err = fmt.Errorf("views %v read one another", pending)
			return
		}
		r.add("%s", r.unqualified(text[pending[i]]))
		pending = slices.Delete(pending, i, i+1)
	}
}

// unqualified takes the name of the template out of a statement, which then is
// about the database that is in use.
func (r *dumpReader) unqualified(statement string) string {
	return strings.ReplaceAll(statement, quoted(r.database)+".", "")
}

func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
