// Package tests has loops in tests.
package tests
