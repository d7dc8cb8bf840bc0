package track

import (
	"runtime"
	"strings"
	"sync/atomic"
)

// depth is how many frames are kept. database/sql takes four to seven of them.
const depth = 32

// A stack is where a goroutine was, as program counters: a fiftieth of the
// price of a stack as text. It is turned into names only for a report.
type stack struct {
	n   int
	pcs [depth]uintptr
}

// capture records the stack of the caller.
func (s *stack) capture() { s.n = runtime.Callers(2, s.pcs[:]) }

func (s *stack) copy(from *stack) { s.n = copy(s.pcs[:], from.pcs[:from.n]) }

// place is what the function at a program counter means here.
type place uint8

const (
	elsewhere place = iota // the code that uses database/sql
	inTrack                // this package
	inSQL                  // database/sql
	sqlConn                // (*sql.DB).Conn: the check-out is the caller's own
	sqlOpener              // the pool's own goroutine that opens connections
)

// within reports whether the call into database/sql went through a place.
func (s *stack) within(want place) bool {
	for _, pc := range s.pcs[:s.n] {
		switch placeOf(pc) {
		case want:
			return true
		case elsewhere:
			return false
		}
	}
	return false
}

// places remembers placeOf, which is asked at every check-out for the few
// program counters of database/sql: a hash table that forgets on collision.
// An entry is the program counter, which has at most 56 bits, and the place.
var places [1024]atomic.Uint64

func placeOf(pc uintptr) place {
	entry := &places[uint64(pc)*0x9e3779b97f4a7c15>>54]
	if known := entry.Load(); known>>8 == uint64(pc) {
		return place(known)
	}
	frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	p := placeOfFunction(frame.Function, frame.File)
	entry.Store(uint64(pc)<<8 | uint64(p))
	return p
}

const thisPackage = "github.com/leakvet/leakvet/dbpool/track."

func placeOfFunction(function, file string) place {
	name, isSQL := strings.CutPrefix(function, "database/sql.")
	switch {
	case strings.HasPrefix(name, "(*DB).Conn") && !strings.HasPrefix(name, "(*DB).Connect"):
		return sqlConn
	case strings.HasPrefix(name, "(*DB).connectionOpener"):
		return sqlOpener
	case isSQL:
		return inSQL
	case strings.HasPrefix(function, thisPackage) && !strings.HasSuffix(file, "_test.go"):
		return inTrack
	default:
		return elsewhere
	}
}
