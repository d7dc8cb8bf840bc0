// Package good has a TestMain that exits outside of what defers.
package good
