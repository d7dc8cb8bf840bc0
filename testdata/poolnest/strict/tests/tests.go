// Package tests holds connections and asks for more: on purpose, or perhaps not.
package tests
