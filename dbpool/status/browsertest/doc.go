// Package browsertest tests the pages and metrics of package status with what
// they are for: a browser, and the parser of Prometheus. It is a module of its
// own, so that nobody else needs these.
package browsertest
