// Package nogotest tests package nogo by the program that Bazel's rules_go makes of
// it: nogo, built from rules_go's own sources as rules_go builds it, and run as its
// actions run it, package by package, with nothing but the export data and the facts
// of what a package imports.
package nogotest
