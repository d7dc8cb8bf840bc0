// Package global has a TestMain that keeps its pool in a variable for the tests.
package global
