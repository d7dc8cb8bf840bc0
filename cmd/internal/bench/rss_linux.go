package bench

import (
	"os"
	"syscall"
)

// maxRSS returns the memory of the largest of the processes, in bytes.
func maxRSS(p *os.ProcessState) int64 {
	return p.SysUsage().(*syscall.Rusage).Maxrss * 1024
}
