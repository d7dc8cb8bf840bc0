package track

// OpenOn lists the transactions and rows that are open on one connection, given
// what [sql.Conn.Raw] hands out; of one that is not tracked, none. It is cheap
// where there are none.
func OpenOn(driverConn any) []Holder {
	tracked, ok := driverConn.(interface{ unwrap() *conn })
	if !ok || !tracked.unwrap().ledger.hasOpen() {
		return nil
	}
	c := tracked.unwrap()
	var open []Holder
	for _, o := range c.look(c.owner.now()).open {
		if o.Kind != KindStmt {
			open = append(open, o.Holder)
		}
	}
	return open
}

// hasOpen reports whether anything but statements is open.
func (l *ledger) hasOpen() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.isOccupied()
}
