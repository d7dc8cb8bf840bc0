// Package cgo has a file that nogo is not shown, and which the other does not need.
package cgo

import "C"

func size() int { return int(C.int(1)) }
