// Package tests holds connections on purpose.
package tests
