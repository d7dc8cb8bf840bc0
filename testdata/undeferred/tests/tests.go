// Package tests releases in tests.
package tests
