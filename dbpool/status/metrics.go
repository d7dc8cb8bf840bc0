package status

import (
	"bytes"
	"fmt"
	"strings"
)

// A metric is one family in the text format of Prometheus.
type metric struct {
	name, kind, help string
	value            func(Pool) float64
}

// families are what is exported. Those that begin with go_sql are what
// client_golang's DBStats collector exports.
var families = []metric{
	{"go_sql_max_open_connections", "gauge", "Maximum number of open connections to the database.",
		func(p Pool) float64 { return float64(p.Limit) }},
	{"go_sql_open_connections", "gauge", "The number of established connections both in use and idle.",
		func(p Pool) float64 { return float64(p.InUse + p.Idle) }},
	{"go_sql_in_use_connections", "gauge", "The number of connections currently in use.",
		func(p Pool) float64 { return float64(p.InUse) }},
	{"go_sql_idle_connections", "gauge", "The number of idle connections.",
		func(p Pool) float64 { return float64(p.Idle) }},
	{"go_sql_wait_count_total", "counter", "The total number of connections waited for.",
		func(p Pool) float64 { return float64(p.Waits) }},
	{"go_sql_wait_duration_seconds_total", "counter", "The total time blocked waiting for a new connection.",
		func(p Pool) float64 { return p.WaitSeconds }},
	{"go_sql_max_idle_closed_total", "counter", "The total number of connections closed due to SetMaxIdleConns.",
		func(p Pool) float64 { return float64(p.ClosedIdle) }},
	{"go_sql_max_idle_time_closed_total", "counter", "The total number of connections closed due to SetConnMaxIdleTime.",
		func(p Pool) float64 { return float64(p.ClosedTime) }},
	{"go_sql_max_lifetime_closed_total", "counter", "The total number of connections closed due to SetConnMaxLifetime.",
		func(p Pool) float64 { return float64(p.ClosedAge) }},

	{"dbpool_waiting", "gauge", "Callers of With, InTx and Rows that wait for a connection.",
		func(p Pool) float64 { return float64(p.Waiting) }},
	{"dbpool_exhausted_total", "counter", "The total number of waits that ended without a connection.",
		func(p Pool) float64 { return float64(p.Exhausted) }},
	{"dbpool_holders", "gauge", "Connections, transactions, statements and rows that are open; 0 without tracking.",
		func(p Pool) float64 { return float64(len(p.Holders)) }},
	{"dbpool_oldest_holder_age_seconds", "gauge", "The age of what is open for longest; 0 if nothing is, and without tracking.",
		oldest},
}

func oldest(p Pool) float64 {
	if len(p.Holders) == 0 {
		return 0
	}
	return p.Holders[0].AgeSeconds
}

// labelEscape writes what a label's value must not contain as it is.
var labelEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// metrics is a report in the text format of Prometheus.
func metrics(report Report) []byte {
	var b bytes.Buffer
	for _, m := range families {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", m.name, m.help, m.name, m.kind)
		for _, p := range report.Pools {
			fmt.Fprintf(&b, "%s{db_name=\"%s\"} %v\n", m.name, labelEscape.Replace(p.Name), m.value(p))
		}
	}
	return b.Bytes()
}
