package dbpool

import (
	"database/sql"
	"sync/atomic"
)

// counts are what database/sql does not count.
type counts struct {
	exhausted atomic.Int64
}

// Stats are the figures of a pool at one moment. Those that database/sql gives
// count since the pool was opened.
type Stats struct {
	sql.DBStats
	Waiting   int   // callers of With, InTx and Rows that wait for a connection now
	Exhausted int64 // waits of such callers that ended without one, as all were in use
	Closed    bool  // Close was called
}

// Stats returns the figures of the pool.
func (p *Pool) Stats() Stats {
	return Stats{
		DBStats:   p.db.Stats(),
		Waiting:   p.scopes.waiting(),
		Exhausted: p.counts.exhausted.Load(),
		Closed:    p.scopes.isRefused(),
	}
}
