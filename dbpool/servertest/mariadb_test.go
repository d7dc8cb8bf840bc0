package servertest_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"testing"
	"testing/fstest"

	"github.com/go-sql-driver/mysql"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/internal/drivertest"
	"github.com/leakvet/leakvet/dbpool/internal/sourcetest"
)

func TestMySQLPreserves(t *testing.T) {
	drivertest.Preserves(t, connector(t, new(mysql.MySQLDriver), mariadb.at(t)), "SELECT 1")
}

func TestMySQLSame(t *testing.T) {
	source := mariadbDatabase(t).New(dbtest.Empty())
	drivertest.Same(t, func(t *testing.T) driver.Connector {
		return connector(t, new(mysql.MySQLDriver), source.New(t).DSN+"?parseTime=true&multiStatements=true")
	}, drivertest.Dialect{
		Create: "CREATE TABLE t (a BIGINT UNSIGNED NOT NULL, b VARCHAR(20), c DECIMAL(8, 3), d DATETIME, e BLOB)",
		Param:  func(int) string { return "?" },
		Sleep:  "DO sleep(10)",
		Two:    "SELECT 1; SELECT 2",
	})
}

func mariadbDatabase(t *testing.T) sourcetest.Database {
	address := mariadb.at(t)
	return sourcetest.Database{
		New: func(s dbtest.Schema, o ...dbtest.Option) *dbtest.Source {
			return dbtest.MySQL(new(mysql.MySQLDriver), address, s, o...)
		},
		List: func(t *testing.T) []string {
			return names(t, "mysql", address, `SELECT schema_name FROM information_schema.schemata
				WHERE schema_name LIKE 'dbtest\_%' AND schema_name NOT LIKE 'dbtest\_template\_%'`)
		},
		Open:  func(dsn string) (*sql.DB, error) { return sql.Open("mysql", dsn) },
		Child: "TestMariaDBChild",
	}
}

func TestMariaDB(t *testing.T) { sourcetest.Run(t, mariadbDatabase(t)) }

func TestMariaDBChild(t *testing.T) { sourcetest.Child(t, mariadbDatabase) }

func TestMariaDBProcesses(t *testing.T) { sourcetest.Processes(t, mariadbDatabase(t)) }

// everything has one of each kind of thing that a database can hold.
const everything = `
CREATE TABLE parent (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL, loud VARCHAR(20) AS (upper(name)) STORED,
	made TIMESTAMP DEFAULT current_timestamp());
CREATE TABLE child (id INT PRIMARY KEY, parent INT NOT NULL, FOREIGN KEY (parent) REFERENCES parent (id));
CREATE TABLE audit (what VARCHAR(20));
CREATE SEQUENCE numbers START WITH 100;
CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC BEGIN DECLARE two INT DEFAULT 2; RETURN two * n; END;
CREATE PROCEDURE clear_audit() BEGIN DELETE FROM audit; END;
CREATE VIEW z_base AS SELECT id, twice(id) AS doubled FROM parent;
CREATE VIEW a_above AS SELECT doubled FROM z_base;
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
INSERT INTO parent (id, name) VALUES (0, 'zero'), (7, 'seven');
INSERT INTO child VALUES (1, 7);
CREATE TRIGGER noted AFTER INSERT ON parent FOR EACH ROW BEGIN INSERT INTO audit VALUES (NEW.name); END;
CREATE EVENT never ON SCHEDULE AT '2037-01-01 00:00:00' DO DELETE FROM audit;
SELECT NEXTVAL(numbers);
`

func TestMariaDBCopiesEverything(t *testing.T) {
	source := dbtest.MySQL(new(mysql.MySQLDriver), mariadb.at(t), dbtest.Files(fstest.MapFS{"all.sql": {Data: []byte(everything)}}))
	db := source.New(t)
	for query, want := range map[string]string{
		"SELECT group_concat(loud ORDER BY id) FROM parent":                              "ZERO,SEVEN",
		"SELECT count(*) FROM child":                                                     "1",
		"SELECT count(*) FROM audit":                                                     "0", // the trigger came after the rows
		"SELECT group_concat(doubled ORDER BY 1) FROM a_above":                           "0,14",
		"SELECT NEXTVAL(numbers) > 100":                                                  "1",
		"SELECT count(*) FROM information_schema.events WHERE event_schema = database()": "1",
		"SELECT count(*) FROM information_schema.tables WHERE table_name = '_dbtest' AND table_schema = database()": "0",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", query, got, want, err)
		}
	}
	ctx := context.Background()
	for _, statement := range []string{
		"INSERT INTO parent (name) VALUES ('eight')",
		"CALL clear_audit()",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if _, err := db.ExecContext(ctx, "INSERT INTO child VALUES (2, 99)"); err == nil {
		t.Error("the foreign key is lost")
	}
}
