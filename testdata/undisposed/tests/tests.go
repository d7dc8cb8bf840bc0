// Package tests has pools that are opened in tests.
package tests
