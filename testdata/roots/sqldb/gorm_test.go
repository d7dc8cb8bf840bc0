package sqldb

import (
	"testing"

	"gorm.io/gorm"
)

func badGormInTest(t *testing.T, d gorm.Dialector) {
	db, err := gorm.Open(d) // want "undisposed: db "
	if err != nil {
		t.Fatal(err)
	}
	db.Exec("DELETE FROM t")
}

func goodGormInTest(t *testing.T, d gorm.Dialector) {
	db, err := gorm.Open(d)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	db.Exec("DELETE FROM t")
}
