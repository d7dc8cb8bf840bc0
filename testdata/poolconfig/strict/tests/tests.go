// Package tests opens pools in tests.
package tests
