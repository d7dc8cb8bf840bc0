package abstract

import (
	"context"
	"database/sql"
	"testing"
)

type fakeDB struct{ db }

func (fakeDB) BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error) { return &sql.Tx{}, nil }

// The transaction is made up.
func TestGoodFake(t *testing.T) {
	tx, err := begin(context.Background(), fakeDB{})
	if err != nil {
		t.Fatal(err)
	}
	if tx == nil {
		t.Error("no transaction")
	}
}
