package drivertest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/leakvet/leakvet/dbpool/track"
)

// A Dialect is what differs between databases in the script.
type Dialect struct {
	Create string // table t: an integer, a text, a nullable real, a time, bytes
	Param  func(n int) string
	Sleep  string // a query that takes long and can be cancelled; "" if there is none
	Two    string // a query with two result sets; "" if there is none
}

// Same runs a script against the driver alone and wrapped in each mode, and
// checks that database/sql gives the same answers.
func Same(t *testing.T, open func(t *testing.T) driver.Connector, d Dialect) {
	want := play(t, open(t), d)
	for _, mode := range []track.Mode{track.Off, track.Count, track.Stacks} {
		t.Run(fmt.Sprintf("mode%d", mode), func(t *testing.T) {
			connector := track.Wrap(open(t), mode)
			got := play(t, connector, d)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("wrapped: %s\ndriver alone: %s", got[i], want[i])
				}
			}
			if live := connector.Live(); len(live) > 0 {
				t.Errorf("still open: %v", live)
			}
		})
	}
}

// play returns a line for each step of the script.
func play(t *testing.T, c driver.Connector, d Dialect) (lines []string) {
	t.Helper()
	ctx := context.Background()
	db := sql.OpenDB(c)
	defer func() { check(t, db.Close()) }()
	db.SetMaxOpenConns(1)
	say := func(step string, v ...any) { lines = append(lines, step+": "+fmt.Sprintln(v...)) }

	say("ping", db.PingContext(ctx))
	_, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS t")
	say("drop", err)
	_, err = db.ExecContext(ctx, d.Create)
	say("create", err)

	insert := fmt.Sprintf("INSERT INTO t VALUES (%s, %s, %s, %s, %s)", d.Param(1), d.Param(2), d.Param(3), d.Param(4), d.Param(5))
	day := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	for i, args := range [][]any{
		{1, "one", 1.5, day, []byte{1, 2}},
		{sql.NullInt64{Int64: 2, Valid: true}, "two", nil, day, []byte(nil)},
		{3, struct{}{}, nil, nil, nil},                        // no driver takes it
		{sql.Named("a", 4), "four", nil, nil, nil},            // some take names
		{uint64(1 << 63), "big", nil, nil, nil},               // some take it
		{5, "missing"},                                        // too few
		{6, "six", new(float64), &day, sql.RawBytes("bytes")}, // pointers
	} {
		result, err := db.ExecContext(ctx, insert, args...)
		var n int64
		if err == nil {
			n, _ = result.RowsAffected()
		}
		say(fmt.Sprintf("insert %d", i), n, err)
	}

	rows, err := db.QueryContext(ctx, "SELECT * FROM t ORDER BY 1")
	check(t, err)
	say("rows", read(rows)...)

	stmt, err := db.PrepareContext(ctx, "SELECT * FROM t WHERE a = "+d.Param(1))
	check(t, err)
	for _, arg := range []any{1, "2", nil, struct{}{}} {
		rows, err := stmt.QueryContext(ctx, arg)
		if say("stmt", err); err == nil {
			say("stmt rows", read(rows)...)
		}
	}
	check(t, stmt.Close())
	update, err := db.PrepareContext(ctx, "UPDATE t SET b = 'updated' WHERE a = "+d.Param(1))
	check(t, err)
	_, err = update.ExecContext(ctx, 1)
	say("stmt exec", err)
	check(t, update.Close())

	for _, opts := range []*sql.TxOptions{nil, {ReadOnly: true}, {Isolation: sql.LevelSerializable}, {Isolation: sql.LevelLinearizable}} {
		tx, err := db.BeginTx(ctx, opts)
		if say("begin", err); err != nil {
			continue
		}
		_, err = tx.ExecContext(ctx, "UPDATE t SET b = 'changed'")
		say("update", err)
		say("rollback", tx.Rollback(), tx.Commit())
	}
	if d.Two != "" {
		rows, err := db.QueryContext(ctx, d.Two)
		check(t, err)
		for more := true; more; more = rows.NextResultSet() {
			for rows.Next() {
				var n int
				say("result set", rows.Scan(&n), n)
			}
		}
		say("result sets", rows.Err(), rows.Close())
	}
	if d.Sleep != "" {
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		_, err := db.ExecContext(short, d.Sleep)
		cancel()
		say("cancelled", errors.Is(err, context.DeadlineExceeded) || err != nil)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = db.ExecContext(ended, "DELETE FROM t")
	say("ended", err)
	return lines
}

// read returns everything that rows tell, and closes them.
func read(rows *sql.Rows) (said []any) {
	types, err := rows.ColumnTypes()
	said = append(said, err)
	for _, c := range types {
		length, hasLength := c.Length()
		nullable, hasNullable := c.Nullable()
		precision, scale, hasScale := c.DecimalSize()
		said = append(said, c.Name(), c.DatabaseTypeName(), c.ScanType(), length, hasLength,
			nullable, hasNullable, precision, scale, hasScale)
	}
	for rows.Next() {
		values := make([]any, len(types))
		into := make([]any, len(types))
		for i := range values {
			into[i] = &values[i]
		}
		said = append(said, rows.Scan(into...), fmt.Sprintf("%#v", values))
	}
	return append(said, rows.Err(), rows.Close())
}
