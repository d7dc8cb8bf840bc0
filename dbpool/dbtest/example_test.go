package dbtest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// The schema of a program: mostly an embed.FS.
var migrations = fstest.MapFS{
	"1_orders.sql": {Data: []byte("CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT NOT NULL)")},
	"2_first.sql":  {Data: []byte("INSERT INTO orders VALUES (1, 'tea')")},
}

// In a test, source.New(t) is the one line; outside of tests it is Run.
func ExampleSource_Run() {
	source := dbtest.SQLite(new(sqlite.Driver), dbtest.Files(migrations), dbtest.Dir(exampleDir()))
	defer removeExampleDir()

	err := source.Run(context.Background(), "example", func(ctx context.Context, db *dbtest.DB) error {
		if _, err := db.ExecContext(ctx, "INSERT INTO orders (item) VALUES ('milk')"); err != nil {
			return err
		}
		var n int
		err := db.QueryRowContext(ctx, "SELECT count(*) FROM orders").Scan(&n)
		fmt.Println(n, "orders")
		return err
	})
	fmt.Println("error:", err)
	// Output:
	// 2 orders
	// error: <nil>
}

// What is left open is an error, and says where it was opened.
func ExampleSource_Run_leak() {
	source := dbtest.SQLite(new(sqlite.Driver), dbtest.Files(migrations), dbtest.Dir(exampleDir()))
	defer removeExampleDir()

	err := source.Run(context.Background(), "example", func(ctx context.Context, db *dbtest.DB) error {
		//leakvet:ignore unclosed,rowserr this is what the example is about
		rows, err := db.QueryContext(ctx, "SELECT item FROM orders")
		if err == nil && rows.Next() {
			return nil // without rows.Close()
		}
		return err
	})
	what, _, _ := strings.Cut(err.Error(), " held ")
	_, where, _ := strings.Cut(err.Error(), " by ")
	where, _, _ = strings.Cut(where, " (")
	fmt.Println(what)
	fmt.Println(where)
	// Output:
	// not closed: Rows "SELECT item FROM orders"
	// dbtest_test.ExampleSource_Run_leak.func1
}

// Code that takes a pool of package dbpool gets one on the isolated database.
// What it leaves open is found as well.
func ExampleDB_Connector() {
	source := dbtest.SQLite(new(sqlite.Driver), dbtest.Files(migrations), dbtest.Dir(exampleDir()))
	defer removeExampleDir()

	err := source.Run(context.Background(), "example", func(ctx context.Context, db *dbtest.DB) (err error) {
		connector, err := db.Connector()
		if err != nil {
			return err
		}
		pool, err := dbpool.OpenDB(ctx, connector, dbpool.Config{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, pool.Close(ctx)) }()
		return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO orders (item) VALUES ('milk')")
			return err
		})
	})
	fmt.Println("error:", err)
	// Output:
	// error: <nil>
}

// exampleDir is where the examples have their files; programs leave the option
// Dir out.
func exampleDir() string {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("dbtest-example-%d", os.Getpid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		log.Fatal(err)
	}
	return dir
}

func removeExampleDir() {
	if err := os.RemoveAll(exampleDir()); err != nil {
		log.Fatal(err)
	}
}
