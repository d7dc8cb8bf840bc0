package status

import (
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A Report is what is known of pools at one moment.
type Report struct {
	Time  time.Time `json:"time"`
	Pools []Pool    `json:"pools"`
}

// A Pool is one pool in a Report.
type Pool struct {
	Name     string `json:"name"`
	Closed   bool   `json:"closed"`   // Close was called
	Tracking string `json:"tracking"` // "off", "count" or "stacks"

	Limit   int `json:"limit"` // how many connections may be open
	InUse   int `json:"in_use"`
	Idle    int `json:"idle"`
	Waiting int `json:"waiting"` // callers of With, InTx and Rows that wait for one

	// Since the pool was opened.
	Waits       int64   `json:"waits"`        // for a connection
	WaitSeconds float64 `json:"wait_seconds"` // all together
	Exhausted   int64   `json:"exhausted"`    // waits that were in vain
	ClosedIdle  int64   `json:"closed_idle"`  // connections closed as too many were idle
	ClosedTime  int64   `json:"closed_time"`  // as they were idle for too long
	ClosedAge   int64   `json:"closed_age"`   // as they were too old

	Holders []Holder `json:"holders"`           // what is open, oldest first
	History []Sample `json:"history,omitempty"` // one a second, oldest first
}

// A Holder is something that is open.
type Holder struct {
	Kind       string        `json:"kind"` // "Conn", "Tx", "Stmt", "Rows" or "Row"
	Query      string        `json:"query,omitempty"`
	Since      time.Time     `json:"since"`
	AgeSeconds float64       `json:"age_seconds"`
	Connection uint64        `json:"connection"`           // equal for what shares one
	LastQuery  string        `json:"last_query,omitempty"` // on its connection
	Running    float64       `json:"running_seconds,omitempty"`
	Stack      []track.Frame `json:"stack,omitempty"` // where it was opened, innermost first
}

// A Sample is the state of a pool at one moment.
type Sample struct {
	Time    time.Time `json:"time"`
	InUse   int       `json:"in_use"`
	Idle    int       `json:"idle"`
	Waiting int       `json:"waiting"`
}

func reportPool(p *dbpool.Pool) Pool {
	stats := p.Stats()
	report := Pool{
		Name:     p.Name(),
		Closed:   stats.Closed,
		Tracking: p.Tracking().String(),

		Limit:   stats.MaxOpenConnections,
		InUse:   stats.InUse,
		Idle:    stats.Idle,
		Waiting: stats.Waiting,

		Waits:       stats.WaitCount,
		WaitSeconds: stats.WaitDuration.Seconds(),
		Exhausted:   stats.Exhausted,
		ClosedIdle:  stats.MaxIdleClosed,
		ClosedTime:  stats.MaxIdleTimeClosed,
		ClosedAge:   stats.MaxLifetimeClosed,

		Holders: []Holder{}, // an empty list in JSON, not null
	}
	for _, h := range p.Holders() {
		report.Holders = append(report.Holders, Holder{
			Kind:       string(h.Kind),
			Query:      h.Query,
			Since:      h.Since,
			AgeSeconds: h.Age.Seconds(),
			Connection: h.Conn,
			LastQuery:  h.LastQuery,
			Running:    h.Running.Seconds(),
			Stack:      h.Stack(),
		})
	}
	return report
}
