// Package tests holds connections, mostly on purpose.
package tests
