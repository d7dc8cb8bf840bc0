// Package bad has a TestMain that closes its pool by a defer.
package bad
