//go:build !linux

package bench

import "os"

// maxRSS is not known: systems count it differently, or not at all.
func maxRSS(*os.ProcessState) int64 { return 0 }
