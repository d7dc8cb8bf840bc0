// Package mocks has pools that nothing stands behind.
package mocks
