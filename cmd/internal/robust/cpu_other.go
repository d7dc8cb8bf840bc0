//go:build !unix

package robust

import "time"

var started = time.Now()

// cpuTime returns the time that has passed, which is no less than what the process had.
func cpuTime() time.Duration { return time.Since(started) }
