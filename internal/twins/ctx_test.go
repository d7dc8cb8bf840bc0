package twins_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
)

// The context of a test is cancelled before its cleanup functions run.
func TestContextOfTest(t *testing.T) {
	db := newDB(t)
	var wrong, right, deferred error
	t.Run("twin", func(t *testing.T) {
		t.Cleanup(func() {
			//leakvet:ignore cleanupctx this is the wrong twin
			_, wrong = db.ExecContext(t.Context(), "DROP TABLE IF EXISTS unknown")
		})
		t.Cleanup(func() {
			_, right = db.ExecContext(context.WithoutCancel(t.Context()), "DROP TABLE IF EXISTS unknown")
		})
		defer func() { _, deferred = db.ExecContext(t.Context(), "DROP TABLE IF EXISTS unknown") }()
	})
	if !errors.Is(wrong, context.Canceled) {
		t.Errorf("with the context of the test: %v", wrong)
	}
	if right != nil || deferred != nil {
		t.Errorf("without its end: %v; in a defer: %v", right, deferred)
	}
}

func dropWrong(db *sql.DB) (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer func() {
		//leakvet:ignore cleanupctx this is the wrong twin
		_, failed := db.ExecContext(ctx, "DROP TABLE users")
		err = errors.Join(err, failed)
	}()
	defer cancel()
	return db.PingContext(ctx)
}

func dropRight(db *sql.DB) (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer func() {
		_, failed := db.ExecContext(ctx, "DROP TABLE users")
		err = errors.Join(err, failed)
	}()
	return db.PingContext(ctx)
}

// The last defer is the first to run.
func TestCancelBeforeCleanup(t *testing.T) {
	if err := dropWrong(newDB(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("wrong: %v", err)
	}
	if err := dropRight(newDB(t)); err != nil {
		t.Errorf("right: %v", err)
	}
}

func dropWaitedWrong(ctx context.Context, db *sql.DB) error {
	<-ctx.Done()
	return dropIn(ctx, db) //leakvet:ignore cleanupctx this is the wrong twin
}

func dropWaitedRight(ctx context.Context, db *sql.DB) error {
	<-ctx.Done()
	return dropIn(context.WithoutCancel(ctx), db)
}

func dropIn(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "DROP TABLE users")
	return err
}

func TestContextThatWasWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := dropWaitedWrong(ctx, newDB(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("wrong: %v", err)
	}
	if err := dropWaitedRight(ctx, newDB(t)); err != nil {
		t.Errorf("right: %v", err)
	}
}
