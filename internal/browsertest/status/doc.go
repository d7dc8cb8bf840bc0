// Package status tests the pages and metrics of dbpool/status with what they are for:
// a browser, and the parser of Prometheus.
package status
