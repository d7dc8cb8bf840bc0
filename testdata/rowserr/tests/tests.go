// Package tests iterates in tests.
package tests
