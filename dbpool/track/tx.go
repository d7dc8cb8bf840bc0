package track

import "database/sql/driver"

type tx struct {
	inner driver.Tx
	conn  *conn
	rec   *record // nil once ended; guarded by conn.mu
}

func (t *tx) Commit() error {
	if err := t.conn.enter(); err != nil {
		return err
	}
	defer t.conn.leave()
	if t.rec == nil {
		return ErrReclaimed
	}
	t.ended()
	return t.inner.Commit()
}

func (t *tx) Rollback() error {
	if t.conn.enter() != nil {
		return nil
	}
	defer t.conn.leave()
	return t.reclaim()
}

func (t *tx) reclaim() error {
	if t.rec == nil {
		return nil
	}
	t.ended()
	return t.inner.Rollback()
}

func (t *tx) ended() {
	t.conn.ledger.remove(t.rec)
	t.rec = nil
}
