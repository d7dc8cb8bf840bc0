// Package half has a file that nogo is not shown, and which the other needs.
package half

import "C"

func size() int { return int(C.int(1)) }
