// Package tests has what tests do: t.Cleanup, t.Fatal, assertions, suites.
package tests
