// Package tests hands out in tests what is closed at their end.
package tests
