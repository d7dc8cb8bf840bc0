package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// The tool lives for one package, and most packages end before the first collection if
// the heap may grow further than by default. Once what is alive is large it may grow
// less: that costs little, and saves much memory where packages are analysed side by
// side.
const (
	generous  = 400 // per cent
	frugal    = 150
	largeHeap = 12 << 20 // bytes
)

// tuneGC chooses how far the heap may grow, unless the user has.
func tuneGC() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(generous)
	afterCollection(func() (again bool) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc < largeHeap {
			return true
		}
		debug.SetGCPercent(frugal)
		return false
	})
}

// afterCollection calls f after each collection as long as it wants to be called again.
func afterCollection(f func() (again bool)) {
	type sentinel struct{ _ *byte } // a pointer: it is not put together with other small ones
	runtime.SetFinalizer(new(sentinel), func(*sentinel) {
		if f() {
			afterCollection(f)
		}
	})
}
