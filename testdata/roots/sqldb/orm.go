package sqldb

import (
	"context"
	"database/sql"
	"errors"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
	"gorm.io/gorm"
	"xorm.io/xorm"
)

func badGorm(db *gorm.DB) error {
	rows, err := db.Raw("SELECT 1").Rows() // want "unclosed: rows "
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func goodGorm(db *gorm.DB) error {
	return db.Transaction(func(tx *gorm.DB) error {
		return tx.Exec("DELETE FROM t").Error
	})
}

func badGormTx(db *gorm.DB) error {
	tx := db.Begin() // want "unclosed: tx "
	if tx.Error != nil {
		return tx.Error
	}
	if err := tx.Exec("DELETE FROM t").Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func goodGormTx(db *gorm.DB) error {
	tx := db.Begin()
	if err := tx.Error; err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM t").Error; err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

// A program may keep it for life; tests are held to close it.
func goodGormPool(d gorm.Dialector) error {
	db, err := gorm.Open(d)
	if err != nil {
		return err
	}
	return db.Exec("DELETE FROM t").Error
}

func badBun(ctx context.Context, db *bun.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx "
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func goodBun(ctx context.Context, d schema.Dialect) error {
	raw, err := sql.Open("sqlite", "file.db")
	if err != nil {
		return err
	}
	db := bun.NewDB(raw, d)
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.PingContext(ctx)
}

func badEnt(ctx context.Context, drv *entsql.Driver) error {
	tx, err := drv.Tx(ctx) // want "unclosed: tx "
	if err != nil {
		return err
	}
	return tx.Exec(ctx, "DELETE FROM t", nil, nil)
}

func goodEnt(ctx context.Context) error {
	drv, err := entsql.Open(dialect.SQLite, "file.db")
	if err != nil {
		return err
	}
	defer drv.Close()
	tx := dialect.NopTx(drv) // ok: nothing to end
	return tx.Exec(ctx, "DELETE FROM t", nil, nil)
}

func badClickhouse(ctx context.Context, conn driver.Conn) error {
	rows, err := conn.Query(ctx, "SELECT 1") // want "unclosed: rows "
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func badClickhouseBatch(ctx context.Context, conn driver.Conn) error {
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO t") // want "unclosed: batch "
	if err != nil {
		return err
	}
	if err := batch.Append(1); err != nil {
		return err
	}
	return batch.Send()
}

func goodClickhouse(ctx context.Context, opt *clickhouse.Options) error {
	conn, err := clickhouse.Open(opt)
	if err != nil {
		return err
	}
	defer conn.Close()
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO t")
	if err != nil {
		return err
	}
	if err := batch.Append(1); err != nil {
		batch.Abort()
		return err
	}
	return batch.Send()
}

func badXorm(dsn string) (*xorm.Engine, error) {
	engine, err := xorm.NewEngine("sqlite", dsn) // want "undisposed: engine .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	if err := engine.Ping(); err != nil {
		return nil, err
	}
	return engine, nil
}

func badXormRows(engine *xorm.Engine) (n int, err error) {
	rows, err := engine.Rows(new(struct{ ID int })) // want "unclosed: rows "
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(new(struct{ ID int })); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

func goodXorm(dsn string) (err error) {
	engine, err := xorm.NewEngine("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	if _, err := session.Where("id = ?", 1).Delete(new(struct{ ID int })); err != nil {
		return err
	}
	return session.Commit()
}

func goodXormGroup(a, b string) (*xorm.EngineGroup, error) {
	first, err := xorm.NewEngine("sqlite", a)
	if err != nil {
		return nil, err
	}
	second, err := xorm.NewEngine("sqlite", b)
	if err != nil {
		return nil, errors.Join(err, first.Close())
	}
	group, err := xorm.NewEngineGroup(first, []*xorm.Engine{second})
	if err != nil {
		return nil, errors.Join(err, first.Close(), second.Close())
	}
	return group, nil
}
