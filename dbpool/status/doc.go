// Package status shows pools while they work: on a page, as JSON and as
// metrics.
//
//	page := status.New(pool)
//	defer page.Close()
//	mux.Handle("/debug/dbpool/", page)
//
// Under the path that it is mounted on, which must end with a slash, are
//
//	.          a page: figures, the last five minutes, and what is open, by age,
//	           with the stack where each was opened; it renews itself
//	./json     the same as JSON, see Report
//	./metrics  figures in the text format of Prometheus
//
// Metrics that client_golang's DBStats collector has too have its names and its
// label, so that dashboards for it show these. A Page is an expvar.Var as well:
//
//	expvar.Publish("dbpool", page)
//
// Like net/http/pprof it shows the inside of a program, queries with it: serve it
// where only those can reach it who may see that.
package status
